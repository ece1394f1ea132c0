# 记录的附件。
files-add = 添加附件
files-added = 已添加附件
