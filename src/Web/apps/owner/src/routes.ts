import { createRouter, createWebHistory } from 'vue-router'
import Home from './pages/Home.vue'

/** One app, three addresses: /owner/… on warm paper for the contacts, /verify/{number} and /scan/{code} in office grey for everybody. */
export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/owner/' },
    { path: '/owner/', component: Home, meta: { title: '消防服务' } },
    { path: '/owner/bind', component: () => import('./pages/Bind.vue'), meta: { title: '绑定联系人' } },
    { path: '/owner/projects/:id', component: () => import('./pages/Project.vue'), props: true, meta: { title: '我的项目' } },
    { path: '/owner/ratings', component: () => import('./pages/Ratings.vue'), meta: { title: '服务评价' } },
    { path: '/owner/ratings/:formId', component: () => import('./pages/Rating.vue'), props: true, meta: { told: true, title: '服务评价' } },
    { path: '/owner/reports', component: () => import('./pages/Reports.vue'), meta: { title: '维保报告' } },
    { path: '/owner/reports/:id', component: () => import('./pages/Report.vue'), props: true, meta: { told: true, title: '维保报告' } },
    { path: '/owner/reports/:id/read', component: () => import('./pages/ReportRead.vue'), props: true, meta: { title: '报告原件' } },
    { path: '/owner/monthly-reports/:id', component: () => import('./pages/MonthlyReport.vue'), props: true, meta: { told: true, title: '维保月报' } },
    { path: '/owner/visits', component: () => import('./pages/Visits.vue'), meta: { title: '上门记录' } },
    { path: '/owner/visits/:id', component: () => import('./pages/Visit.vue'), props: true, meta: { title: '上门记录' } },
    { path: '/owner/plans/:projectId', component: () => import('./pages/TermPlan.vue'), props: true, meta: { told: true, title: '维保计划' } },
    { path: '/owner/faults', component: () => import('./pages/Faults.vue'), meta: { told: true, title: '设施故障' } },
    { path: '/owner/faults/:id', component: () => import('./pages/Fault.vue'), props: true, meta: { told: true, title: '设施故障' } },
    { path: '/owner/repair', component: () => import('./pages/Repair.vue'), meta: { title: '一键报修' } },
    { path: '/owner/messages', component: () => import('./pages/Messages.vue'), meta: { title: '消息' } },
    { path: '/owner/me', component: () => import('./pages/Me.vue'), meta: { title: '我的' } },
    { path: '/owner/contacts', component: () => import('./pages/UnitContacts.vue'), meta: { title: '单位联系人' } },
    { path: '/owner/sign-in', component: () => import('./pages/SignIn.vue'), meta: { title: '用账号登录' } },
    { path: '/owner/message-kinds', component: () => import('./pages/MessageKinds.vue'), meta: { title: '消息设置' } },
    { path: '/owner/own-data', component: () => import('./pages/OwnData.vue'), meta: { title: '个人信息' } },
    { path: '/verify/:number', component: () => import('./pages/Verify.vue'), props: true, meta: { title: '报告验真', app: 'public' } },
    { path: '/scan/:code', component: () => import('./pages/Scan.vue'), props: true, meta: { title: '消防设施', app: 'public' } },
    { path: '/:rest(.*)', component: () => import('./pages/NotFound.vue'), meta: { title: '没找到' } },
  ],
})
router.beforeEach(to => { document.documentElement.dataset.app = String(to.meta.app ?? 'owner') })
