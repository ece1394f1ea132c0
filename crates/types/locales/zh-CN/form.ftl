# 记录的表单。
form-edit = 编辑 { $name }
form-all-fields = 全部字段
form-conflict = “{ $name }”刚刚被别人保存过
