import { expect, it } from 'vitest';
import { stateOf } from './states';

it('says the worst of several copies', () => {
  expect(stateOf(['started', 'error', 'creating'])).toBe('error');
  expect(stateOf(['started', 'creating'])).toBe('creating');
  expect(stateOf(['started', 'started'])).toBe('started');
});
