# 命令面板。
find-records = 记录
find-go = 前往
find-create = 新建
find-switch = 切换
