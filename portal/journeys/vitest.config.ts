import { defineConfig } from 'vitest/config';

// Journeys play in a real browser on a real server; scripts and tests of the server start them with
// FLORIA_URL and FLORIA_TOKEN.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['journeys/**/*.journey.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // Journeys wait for pages, servers and each other's people more than they reckon.
    maxWorkers: 2,
    reporters: ['verbose'],
  },
});
