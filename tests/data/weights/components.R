# Recorded with R 4.2.2: Rscript components.R tai.csv usarrests.csv mtcars.csv > components.csv
# cor, eigen and varimax of R (Kaiser's normalisation) and the Handbook's steps after them, to 17 digits.
arguments <- commandArgs(TRUE)
line <- function(data, what, values)
  cat(paste(data, what, paste(formatC(values, digits = 17, format = "g", width = 1), collapse = ";"), sep = ","), "\n", sep = "")
report <- function(name, d, kept) {
  e <- eigen(cor(d))
  p <- ncol(d)
  L <- (e$vectors %*% diag(sqrt(e$values)))[, 1:kept, drop = FALSE]
  if (kept > 1) L <- unclass(varimax(L, normalize = TRUE, eps = 1e-15)$loadings)
  explained <- colSums(L^2)
  scaled <- sweep(L^2, 2, explained, "/")
  factor <- apply(scaled, 1, which.max)
  w <- scaled[cbind(1:p, factor)] * explained[factor] / sum(explained)
  line(name, "eigenvalues", e$values)
  line(name, "prcomp", prcomp(d, scale. = TRUE)$sdev^2)
  line(name, "explained", sort(explained, decreasing = TRUE))
  line(name, "squared", sort(as.vector(L^2)))
  line(name, "weights", w / sum(w))
  line(name, "first", e$vectors[, 1]^2)
}
cat("data,what,values\n")
report("tai4", read.csv(arguments[1]), 4)
report("tai2", read.csv(arguments[1]), 2)
report("usarrests2", read.csv(arguments[2]), 2)
report("usarrests1", read.csv(arguments[2]), 1)
report("mtcars2", read.csv(arguments[3]), 2)
