package floria.server.fake;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import floria.engine.Sites;
import floria.site.Site;

/** Puts the server on top of engine and store in memory, with one site that answers and one not. */
@Configuration(proxyBeanMethods = false)
public class FakeWiring {
    @Bean
    MemoryStore store() {
        return new MemoryStore();
    }

    @Bean
    MemoryDeployments deployments() {
        return new MemoryDeployments();
    }

    @Bean
    Sites sites() {
        Map<String, Site> sites = new LinkedHashMap<>();
        sites.put("good", new FixedSite(true));
        sites.put("gone", new FixedSite(false));
        return new Sites(sites);
    }
}
