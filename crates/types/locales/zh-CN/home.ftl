# 首页。
home-day = 我的一天
home-all-tasks = 我的全部任务
home-late = 逾期
home-today = 今天
home-next = 接下来
home-done-title = 没有待办了
home-done-text = 有截止时间的任务会在当天出现在这里。给每个商机安排好下一步，就不会有商机被冷落。
home-plan = 安排任务
home-won-year = 今年赢单
home-due = 本月应成交
home-silent = 没有下一步的商机
home-recent = 最近更新的客户
home-all-accounts = 全部客户
home-empty-title = 你们的客户还不在这里
home-empty-text = 从 Excel 或其他 CRM 导入文件，或者手工录入第一家客户。
home-import = 导入客户
home-first-account = 新建客户
