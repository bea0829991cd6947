import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/design/design.css';
import { Fault } from '@/api/problem';
import { nonce } from '@/design/nonce';
import { theme } from '@/design/theme';
import { Gate } from '@/shell/Gate';
import { LiveChannel } from '@/shell/LiveChannel';
import { router } from '@/shell/router';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses it refuses again; a server that was not there may be there now.
      retry: (count, failure) => count < 2 && !(failure instanceof Fault && failure.status > 0),
      staleTime: 5_000,
    },
  },
});
// For the styles by which an open dialog keeps the page behind it from scrolling.
setNonce(nonce());

const element = document.getElementById('root');
if (element !== null) {
  createRoot(element).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
        <Notifications position="bottom-right" />
        <QueryClientProvider client={queries}>
          <Gate>
            <LiveChannel>
              <RouterProvider router={router} />
            </LiveChannel>
          </Gate>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
