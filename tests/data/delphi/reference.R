# Reference figures of the Delphi statistics, by base R: Rscript reference.R > reference.csv
options(warn = -1)
put <- function(what, value) cat(sprintf("%s,%.17g\n", what, value), sep = "")
first <- read.csv("first.csv"); second <- read.csv("second.csv"); untied <- read.csv("untied.csv")
cat(sprintf("# %s\n", R.version.string))
for (name in names(first)) {
  x <- first[[name]]; x <- x[!is.na(x)]
  put(paste0("n.", name), length(x))
  put(paste0("mean.", name), mean(x))
  put(paste0("median.", name), median(x))
  put(paste0("sd.", name), sd(x))
  put(paste0("cv.", name), sd(x) / mean(x))
  put(paste0("q1.", name), quantile(x, 0.25, type = 7))
  put(paste0("q3.", name), quantile(x, 0.75, type = 7))
  put(paste0("iqr.", name), IQR(x, type = 7))
}
complete <- as.matrix(first[complete.cases(first), ])
f <- friedman.test(complete)
put("friedman.chi2", f$statistic); put("friedman.df", f$parameter); put("friedman.p", f$p.value)
put("friedman.w", f$statistic / (nrow(complete) * (ncol(complete) - 1)))
for (name in names(first)) {
  d <- complete.cases(first[[name]], second[[name]])
  x <- first[[name]][d]; y <- second[[name]][d]
  put(paste0("pairs.", name), sum(d))
  put(paste0("wilcox.", name), wilcox.test(x, y, paired = TRUE)$p.value)  # NaN where nobody changed
}
put("wilcox.exact", wilcox.test(untied$before, untied$after, paired = TRUE)$p.value)
many <- seq(0.5, 59.5) * c(1, -1, 1)  # 60 untied differences: the normal approximation
put("wilcox.many", wilcox.test(many)$p.value)
both <- !is.na(first) & !is.na(second)
means <- function(t) { t[!both] <- NA; colMeans(t, na.rm = TRUE) }
put("spearman", cor(means(first), means(second), method = "spearman"))
for (df in c(1, 2, 7, 30, 126)) for (x in c(0.01, 1, 25, 150, 700))
  put(sprintf("chi2.%g.%g", x, df), pchisq(x, df, lower.tail = FALSE))
