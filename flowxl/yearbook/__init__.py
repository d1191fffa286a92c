"""Tables of yearbooks and statistics bureaus, and Baidu Index exports: read, understood, matched."""
