import { mergeConfig } from 'vitest/config';
import journeys from './vitest.config';

// What bench/portal measures, on the same stage as the journeys.
const config = mergeConfig(journeys, { test: { testTimeout: 300_000 } });
config.test.include = ['journeys/figures.bench.ts'];
export default config;
