package floria.server.fake;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import floria.engine.Sites;
import floria.engine.callback.Callbacks;
import floria.engine.callback.Reach;
import floria.engine.lesson.Lessons;
import floria.engine.market.Market;
import floria.engine.market.Terms;
import floria.engine.resource.Located;
import floria.engine.state.Ulid;
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
    Callbacks callbacks(MemoryStore store, InstantSource clock) {
        return new Callbacks(
                new MemoryOutbox(), store, new Reach(true), new Ulid(clock, new Random(1)), clock);
    }

    @Bean
    MemoryDrafts drafts() {
        return new MemoryDrafts();
    }

    @Bean
    Sites sites() {
        Map<String, Site> sites = new LinkedHashMap<>();
        sites.put("good", new FixedSite(true));
        sites.put("gone", new FixedSite(false));
        return new Sites(sites);
    }

    @Bean
    Market market(Sites sites, MemoryStore store, InstantSource clock) {
        return new Market(
                new Located(sites, store.installation(), clock),
                Terms.NONE,
                store,
                new Lessons(store, clock));
    }
}
