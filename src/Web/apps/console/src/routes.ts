import { createRouter, createWebHistory } from 'vue-router'

/** Each page of the menu says its group and its icon; a page that is not built has no entry. */
export const router = createRouter({
  history: createWebHistory('/console/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/sign-in', component: () => import('./pages/SignIn.vue'), meta: { title: '登录' } },
    {
      path: '/', component: () => import('./Desk.vue'), children: [
        { path: '', component: () => import('./pages/Overview.vue'), meta: { title: '推送概览' } },
        { path: 'deliveries', component: () => import('./pages/Deliveries.vue'), meta: { title: '推送记录' } },
        { path: 'dead-letters', component: () => import('./pages/DeadLetters.vue'), meta: { title: '没送到的' } },
        { path: 'accounts', component: () => import('./pages/Accounts.vue'), meta: { title: '帐号和手机' } },
        { path: 'projects', component: () => import('./pages/Projects.vue'), meta: { title: '合同和项目' } },
        { path: 'projects/:id', component: () => import('./pages/Project.vue'), props: true, meta: { title: '项目资料' } },
        { path: 'owner-units', component: () => import('./pages/OwnerUnits.vue'), meta: { title: '业主与联系人' } },
        { path: 'staff', component: () => import('./pages/Staff.vue'), meta: { title: '人员和变更' } },
        { path: 'staff/changes', component: () => import('./pages/StaffChanges.vue'), meta: { title: '管理人员变更' } },
        { path: 'employment', component: () => import('./pages/Employment.vue'), meta: { title: '入职离职审核' } },
        { path: 'face-bases', component: () => import('./pages/FaceBases.vue'), meta: { title: '身份底图审核' } },
        { path: 'privacy', component: () => import('./pages/Privacy.vue'), meta: { title: '隐私与授权' } },
        { path: 'labels', component: () => import('./pages/Labels.vue'), meta: { title: '打印维保标签' } },
        { path: 'ratings', component: () => import('./pages/Ratings.vue'), meta: { title: '委托单位评价' } },
        { path: 'tasks', component: () => import('./pages/Tasks.vue'), meta: { title: '监控现场提交任务' } },
        { path: 'doubtful', component: () => import('./pages/Doubts.vue'), meta: { title: '存疑打卡' } },
        { path: 'flags', component: () => import('./pages/Flags.vue'), meta: { title: '监管标记' } },
        { path: 'articles', component: () => import('./pages/Articles.vue'), meta: { title: '通告' } },
        { path: 'notices', component: () => import('./pages/Notices.vue'), meta: { title: '消息' } },
        { path: 'owner-accounts', component: () => import('./pages/OwnerAccounts.vue'), meta: { title: '查询业主微信账号' } },
        { path: ':rest(.*)', component: () => import('./pages/NotFound.vue'), meta: { title: '没找到' } },
      ],
    },
  ],
})
router.afterEach(to => { document.title = `${String(to.meta.title ?? '')} · 消防技术服务` })
