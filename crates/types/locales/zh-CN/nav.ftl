# 每个页面的外框：侧栏、单位菜单。
nav-home = 首页
nav-tasks = 任务
nav-sales = 销售
nav-service = 服务与市场
nav-analytics = 分析
nav-admin = 管理
nav-sales-report = 销售报表
nav-imports = 导入
nav-settings = 设置
nav-profile = 我的资料
nav-trash = 回收站
nav-api = 接口文档
nav-bulk = 批量操作
