# 列表的视图：内置的与自己保存的。
view-all = 全部
view-mine = 我负责的
view-recent = 最近新增
view-my-tasks = 我的待办任务
view-update = 保存对此视图的更改
view-delete = 删除此视图
view-private = 只有我
view-private-note = 出现在我的视图栏。
view-team = 本部门
view-team-note = “我”对每个人是他自己，各自只看到有权看的记录。
view-company = 全公司
view-company-note = 出现在全公司的视图栏。
