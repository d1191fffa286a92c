# Recorded with R 4.2.2: Rscript ahp.R > ahp.csv
# Principal eigenvectors by R's eigen, geometric means of rows, and lm() on logarithms where there are blanks.
line <- function(data, what, values)
  cat(paste(data, what, paste(formatC(values, digits = 17, format = "g", width = 1), collapse = ";"), sep = ","), "\n", sep = "")
full <- function(n, upper) {
  a <- matrix(0, n, n); a[lower.tri(a)] <- upper; a <- t(a)
  a + t(ifelse(a > 0, 1 / a, 0)) + diag(n)
}
report <- function(name, a) {
  n <- nrow(a)
  h <- a + diag(rowSums(a == 0))
  e <- eigen(h)
  k <- which.max(Re(e$values))
  w <- abs(Re(e$vectors[, k]))
  line(name, "matrix", t(a))
  line(name, "lambda", Re(e$values[k]))
  line(name, "weights", w / sum(w))
  rows <- which(upper.tri(a) & a > 0, arr.ind = TRUE)
  x <- matrix(0, nrow(rows), n); x[cbind(seq_len(nrow(rows)), rows[, 1])] <- 1; x[cbind(seq_len(nrow(rows)), rows[, 2])] <- -1
  b <- c(coef(lm(log(a[rows]) ~ 0 + x[, -n])), 0)
  line(name, "geometric", exp(b) / sum(exp(b)))
}
house <- c(5, 3, 7, 6, 6, 1/3, 1/4, 1/3, 5, 3, 3, 1/5, 1/7, 6, 3, 4, 6, 1/5, 1/3, 1/4, 1/7, 1/8, 1/2, 1/5, 1/6, 1/5, 1/6, 1/2)
cat("data,what,values\n")
report("house", full(8, house))
gaps <- house; gaps[c(2, 11, 18, 22, 27)] <- 0
report("house_with_blanks", full(8, gaps))
report("school", full(6, c(4, 3, 1, 3, 4, 7, 3, 1/5, 1, 1/5, 1/5, 1/6, 1, 1/3, 3)))
