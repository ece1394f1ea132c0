# 回收站。
trash-none-title = 没有可查看的内容
trash-none-text = 您没有删除权限，因此也没有可恢复的记录。
trash-empty-title = 回收站里没有{ $things }
trash-empty-text = 删除的记录在这里保留 30 天，之后彻底清除。
trash-when = 删除时间
trash-clash = 未能恢复：另一条记录已经使用了相同的“{ $field }”。请先修改其中一条，再试一次。
trash-who = 删除人
trash-find = 按名称查找
trash-find-now = 查找
trash-no-match = 没有找到这个名称的已删除记录
trash-restore-chosen = 恢复勾选的记录
trash-none-chosen = 请先勾选要恢复的记录。
trash-deleted-title = 这条记录在回收站里
trash-deleted-text = 它已被删除，可以原样恢复。
