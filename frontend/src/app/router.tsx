import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'

import { filtersFrom as alertFiltersFrom } from '@/features/alerts/filters'
import { filtersFrom } from '@/features/audit/filters'
import { searchFrom } from '@/features/dashboard/search'
import { filtersFrom as jobFiltersFrom } from '@/features/jobs/filters'
import { runSearchFrom } from '@/features/training/runFilters'
import { type Area, isLanguage, type Language, showLanguage } from '@/lib/i18n'

import { NotFound } from './NotFound'
import { RouteError } from './RouteError'
import { GalleryRoute } from './routes/GalleryRoute'
import { isModelTab, type ModelTab } from './routes/modelTabs'
import { Shell } from './Shell'
import { withWords } from './withWords'

/** How a frame looks; without them as the reader's device and browser ask for. */
interface EmbedSearch {
  lang?: Language
  theme?: 'light' | 'dark'
}

/** A page loaded when it is first shown, with the words of these areas. */
function page<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  areas: Area[],
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(withWords(areas, load), name)
}

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: () => <NotFound />,
  errorComponent: RouteError,
})

const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: GalleryRoute,
})

const modelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model',
  component: page(['model', 'tools', 'history'], () => import('./routes/ModelRoute'), 'ModelRoute'),
})

const overviewRoute = createRoute({
  getParentRoute: () => modelRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { tab?: ModelTab } =>
    isModelTab(search.tab) && search.tab !== 'try' ? { tab: search.tab } : {},
  component: page(['model', 'demos'], () => import('./routes/OverviewRoute'), 'OverviewRoute'),
})

const engineerRoute = createRoute({
  getParentRoute: () => modelRoute,
  id: 'engineer',
  component: page(['model'], () => import('./routes/EngineerRoute'), 'EngineerRoute'),
})

const timelineRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'timeline',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/TimelineSection'),
    'TimelineSection',
  ),
})

const rolloutRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'rollout',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/RolloutSection'),
    'RolloutSection',
  ),
})

const qualityRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'quality',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/QualitySection'),
    'QualitySection',
  ),
})

const driftRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'drift',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/DriftSection'),
    'DriftSection',
  ),
})

const policyRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'policy',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/PolicySection'),
    'PolicySection',
  ),
})

const runsRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'runs',
  component: page(['model', 'loop'], () => import('./routes/sections/RunsSection'), 'RunsSection'),
})

const reportsRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'reports',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/ReportsSection'),
    'ReportsSection',
  ),
})

const experimentsRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'experiments',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/ExperimentsSection'),
    'ExperimentsSection',
  ),
})

const newExperimentRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'experiments/new',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/NewExperimentSection'),
    'NewExperimentSection',
  ),
})

const experimentRoute = createRoute({
  getParentRoute: () => engineerRoute,
  path: 'experiments/$id',
  component: page(
    ['model', 'loop'],
    () => import('./routes/sections/ExperimentSection'),
    'ExperimentSection',
  ),
})

const embedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/embed/$model',
  validateSearch: (search: Record<string, unknown>): EmbedSearch => ({
    ...(isLanguage(search.lang) && { lang: search.lang }),
    ...((search.theme === 'light' || search.theme === 'dark') && { theme: search.theme }),
  }),
  beforeLoad: async ({ search }) => {
    if (search.lang) await showLanguage(search.lang)
  },
  component: page(['model', 'demos'], () => import('./routes/EmbedRoute'), 'EmbedRoute'),
})

const batchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/batch',
  validateSearch: (search: Record<string, unknown>): { id?: string } =>
    typeof search.id === 'string' ? { id: search.id } : {},
  component: page(['model', 'demos'], () => import('./routes/BatchRoute'), 'BatchRoute'),
})

const trainingRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/training-runs/$id',
  component: page(['model'], () => import('./routes/TrainingRunRoute'), 'TrainingRunRoute'),
})

const compareRoute = createRoute({
  getParentRoute: () => modelRoute,
  path: 'compare',
  validateSearch: (search: Record<string, unknown>): { versions?: string } => {
    // One version alone is read as a number.
    const { versions } = search
    const isOne = typeof versions === 'string' || typeof versions === 'number'
    return isOne ? { versions: String(versions) } : {}
  },
  component: page(
    ['model', 'loop', 'compare'],
    () => import('./routes/CompareRoute'),
    'CompareRoute',
  ),
})

const runsOfAllRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  validateSearch: runSearchFrom,
  component: page(['model', 'loop'], () => import('./routes/RunsRoute'), 'RunsRoute'),
})

const compareRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/compare',
  validateSearch: (search: Record<string, unknown>): { ids?: string } => {
    const { ids } = search
    const isOne = typeof ids === 'string' || typeof ids === 'number'
    return isOne ? { ids: String(ids) } : {}
  },
  component: page(['model', 'loop'], () => import('./routes/CompareRunsRoute'), 'CompareRunsRoute'),
})

const draftsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/drafts',
  component: page(['drafts'], () => import('./routes/DraftsRoute'), 'DraftsRoute'),
})

const draftRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/drafts/$id',
  validateSearch: (search: Record<string, unknown>): { step?: string } =>
    typeof search.step === 'string' ? { step: search.step } : {},
  component: page(['drafts', 'model', 'demos'], () => import('./routes/DraftRoute'), 'DraftRoute'),
})

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dashboard',
  validateSearch: searchFrom,
  component: page(
    ['dashboard', 'history'],
    () => import('./routes/DashboardRoute'),
    'DashboardRoute',
  ),
})

const kpiRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dashboard/$slug',
  validateSearch: searchFrom,
  component: page(
    ['dashboard', 'values', 'history'],
    () => import('./routes/KpiRoute'),
    'KpiRoute',
  ),
})

const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wall',
  validateSearch: searchFrom,
  staticData: { bare: true },
  component: page(['dashboard', 'history'], () => import('./routes/WallRoute'), 'WallRoute'),
})

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  component: page(['people'], () => import('./routes/AccountRoute'), 'AccountRoute'),
})

const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/keys',
  component: page(['keys'], () => import('./routes/KeysRoute'), 'KeysRoute'),
})

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people',
  component: page(['people'], () => import('./routes/PeopleRoute'), 'PeopleRoute'),
})

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: filtersFrom,
  component: page(['people'], () => import('./routes/AuditRoute'), 'AuditRoute'),
})

const workbenchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/overview',
  component: page(
    ['workbench', 'tools'],
    () => import('./routes/WorkbenchRoute'),
    'WorkbenchRoute',
  ),
})

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  validateSearch: alertFiltersFrom,
  component: page(['workbench'], () => import('./routes/AlertsRoute'), 'AlertsRoute'),
})

const alertRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts/$id',
  component: page(
    ['workbench', 'model', 'loop'],
    () => import('./routes/AlertRoute'),
    'AlertRoute',
  ),
})

const jobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/jobs',
  validateSearch: jobFiltersFrom,
  component: page(['workbench'], () => import('./routes/JobsRoute'), 'JobsRoute'),
})

const jobRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/jobs/$id',
  component: page(['workbench', 'model'], () => import('./routes/JobRoute'), 'JobRoute'),
})

const routeTree = rootRoute.addChildren([
  galleryRoute,
  modelRoute.addChildren([
    overviewRoute,
    compareRoute,
    engineerRoute.addChildren([
      timelineRoute,
      rolloutRoute,
      qualityRoute,
      driftRoute,
      policyRoute,
      experimentsRoute,
      newExperimentRoute,
      experimentRoute,
      runsRoute,
      reportsRoute,
    ]),
  ]),
  embedRoute,
  batchRoute,
  trainingRunRoute,
  runsOfAllRoute,
  compareRunsRoute,
  draftsRoute,
  draftRoute,
  workbenchRoute,
  dashboardRoute,
  kpiRoute,
  wallRoute,
  alertsRoute,
  alertRoute,
  jobsRoute,
  jobRoute,
  accountRoute,
  keysRoute,
  peopleRoute,
  auditRoute,
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: () => <NotFound />,
  })
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Without header and footer. */
    bare?: boolean
  }
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
