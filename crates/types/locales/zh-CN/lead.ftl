# 线索：转化与搁置。
lead-convert = 转化
lead-converted = 已转化
lead-converted-at = { $when }转化为：
lead-disqualify = 判为无效
lead-new-account = 新建客户
lead-account-name = 新客户名称
lead-new-contact = 新建联系人
lead-contact-name = 新联系人姓名
lead-no-contact = 不建联系人
lead-new-deal = 同时新建商机
