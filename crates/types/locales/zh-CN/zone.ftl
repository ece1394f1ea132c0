# 常用时区的名称。
zone-asia-shanghai = 中国标准时间
zone-asia-hong-kong = 香港时间
zone-asia-taipei = 台北时间
zone-asia-singapore = 新加坡时间
zone-asia-tokyo = 日本时间
zone-asia-kolkata = 印度时间
zone-europe-berlin = 中欧时间
zone-europe-london = 英国时间
zone-america-new-york = 北美东部时间
zone-america-chicago = 北美中部时间
zone-america-los-angeles = 北美太平洋时间
zone-utc = 协调世界时
zone-of = { $name }（{ $offset }）{ $code }
