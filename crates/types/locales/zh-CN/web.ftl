# 页面组件自己说的话。数据和元数据里的名称由调用者译好再传入。
web-product = 知客 CRM
web-skip = 跳到主要内容
# 框架
web-sidebar = 侧边栏
web-navigation = 主导航
web-bottom-bar = 底部导航
web-find = 搜索或输入命令
web-theme = 切换深色模式
web-breadcrumbs = 面包屑
web-next-record = 下一条
web-previous-record = 上一条
web-offline = 连不上服务器，正在重试
web-failed = 没有成功，请稍后重试
web-organisation-language = 组织与语言
# 命令面板与快捷键
web-palette = 命令面板
web-palette-hint = 搜索客户、联系人、商机，或输入命令
web-palette-tip = 支持拼音首字母，如 htjm
web-results = 结果
web-no-results = 没有找到
web-shortcuts = 键盘快捷键
web-key-palette = 搜索与命令
web-key-move = 在列表里下移、上移；记录页为下一条、上一条
web-key-select = 选择当前行
web-key-peek = 预览当前行
web-key-open = 打开当前行
web-key-edit = 编辑当前行的单元格
web-key-filter = 筛选
web-key-new = 新建
web-key-save = 保存正在写的内容
web-key-card = 移动看板卡片
web-key-undo = 撤销刚才的操作
web-key-close = 关闭、取消选择
web-key-help = 这张表
web-keys-off = 单键快捷键可以在“个人设置”里关闭。
# 列表
web-views = 已保存的视图
web-new-view = 新建视图
web-unsaved = 有未保存的更改
web-select-page = 全选本页
web-select-row = 选择 { $name }
web-peek = 预览
web-peek-row = 预览 { $name }
web-open-page = 打开详情页
web-bulk = 批量操作
web-selected = 项已选
web-deselect = 取消选择
web-hint-move = 移动
web-hint-select = 选择
web-hint-peek = 预览
web-hint-keys = 全部快捷键
web-space = 空格
web-columns = 字段
web-columns-shown = 显示的字段
web-find-field = 查找字段
web-field-list = 字段列表
web-in-table = 表格里，从左到右
web-not-in-table = 没有显示
web-fixed = 固定
web-with-view = 宽度与顺序随视图保存
web-move-up = { $name } 上移
web-move-down = { $name } 下移
web-save-view = 保存视图
web-save-view-note = 保存筛选、列和排序，数据始终是最新的。
web-save-new-view = 保存为新视图
web-who-sees = 谁能看到
web-make-default = 设为我的默认视图
web-show-more = 显示更多
# 筛选
web-filter-conditions = 筛选条件
web-remove-filter = 移除筛选 { $name }
web-revert = 还原
web-condition = 条件
web-condition-group = 条件组
web-any-of = 任一满足
web-all-of = 全部满足
web-any = 任一
web-where = 当
web-joint = 与上一条的关系
web-field = 字段
web-operator-of = “{ $name }”的条件
web-value-of = “{ $name }”的值
# 看板
web-add-in = 在“{ $name }”新建
web-no-next = 未安排下一步
web-move-to = 移到
web-move-card = 移动“{ $name }”
# 记录
web-record-tabs = 页签
web-edit-field = 编辑 { $name }
web-complete = 完成：{ $name }
web-kind-of-entry = 记录方式
web-draft-kept = 已存在这台设备上
web-data-table = 数据表
# 表单
web-errors = { $n ->
   *[other] 有 { $n } 处需要修改
}
web-choose-file = 选择文件
web-uploading = 正在上传
web-remove = 移除 { $name }
web-reveal = 显示密码
web-country = 国家或地区
web-province = 省、自治区、直辖市
web-city = 市
web-district = 区、县
web-street = 街道、门牌
web-postcode = 邮政编码
web-format = 格式
web-bold = 加粗
web-italic = 斜体
web-bullets = 项目符号
web-numbers = 编号
web-plain = 清除格式
web-pick-range = 在日历上选择
web-no-options = 没有匹配的选项
web-create-option = 新建“{ $name }”
# 冲突
web-conflicting-fields = 有冲突的字段
web-conflict-note = 没有冲突的修改已经合在一起，只需选下面 { $n } 处。
web-you = 你
web-you-unsaved = 你，未保存
web-merged = 已自动合并：{ $what }
web-take-theirs = 全用{ $name }的
web-keep-editing = 继续编辑
web-save-merged = 保存合并结果
# 向导
web-done-step = 已完成：
# 冒号
web-colon = ：
web-columns-reset = 恢复默认
web-select-rows = 选择
web-sort-by = 排序方式
web-comma = ，
web-mini-full = 表格里的金额
web-mini-short = 摘要里的金额
web-mini-now = 此刻
