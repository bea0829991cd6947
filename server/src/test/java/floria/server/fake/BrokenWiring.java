package floria.server.fake;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import floria.engine.state.Store;
import floria.engine.state.StoreException;

/** A store that does not open. */
@Configuration(proxyBeanMethods = false)
public class BrokenWiring {
    @Bean
    Store store() {
        throw new StoreException(
                "The file floria.db is damaged. Put a copy of it back, or move it away.");
    }

    @Bean
    MemoryDeployments deployments(Store store) {
        throw new AssertionError("made without a store: " + store);
    }
}
