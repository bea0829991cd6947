import {
  IconBooks,
  IconBuildingWarehouse,
  IconCoins,
  IconFolders,
  IconHistory,
  IconHome,
  IconRocket,
  IconSettings,
  IconStack2,
  IconTags,
  type Icon,
} from '@tabler/icons-react';

/** Where the navigation leads, and the letter that leads there after `g`. */
export interface Place {
  readonly to:
    | '/'
    | '/deployments'
    | '/deploy'
    | '/catalogue'
    | '/sites'
    | '/offers'
    | '/usage'
    | '/projects'
    | '/audit'
    | '/settings';
  readonly title: string;
  readonly key: string;
  readonly icon: Icon;
}

export const PLACES: readonly Place[] = [
  { to: '/', title: 'Home', key: 'h', icon: IconHome },
  { to: '/deployments', title: 'Deployments', key: 'd', icon: IconStack2 },
  { to: '/deploy', title: 'Deploy', key: 'n', icon: IconRocket },
  { to: '/catalogue', title: 'Catalogue', key: 'c', icon: IconBooks },
  { to: '/sites', title: 'Sites', key: 's', icon: IconBuildingWarehouse },
  { to: '/offers', title: 'Offers', key: 'o', icon: IconTags },
  { to: '/usage', title: 'Usage', key: 'u', icon: IconCoins },
  { to: '/projects', title: 'Projects', key: 'p', icon: IconFolders },
  { to: '/audit', title: 'Audit', key: 'a', icon: IconHistory },
  { to: '/settings', title: 'Settings', key: 't', icon: IconSettings },
];
