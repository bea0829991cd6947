package floria.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import floria.engine.Engine;
import floria.engine.Sites;
import floria.engine.callback.Callbacks;
import floria.engine.callback.Outbox;
import floria.engine.callback.Postman;
import floria.engine.callback.Reach;
import floria.engine.deployment.Deployments;
import floria.engine.draft.Drafts;
import floria.engine.market.Market;
import floria.engine.pace.Pace;
import floria.engine.pace.PacedSite;
import floria.engine.pace.Rate;
import floria.engine.reconcile.Settings;
import floria.engine.run.Retry;
import floria.engine.run.Runner;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.profiles.Profiles;
import floria.server.configuration.SiteEntry;
import floria.server.configuration.SiteKind;
import floria.server.configuration.SitesFile;
import floria.server.event.EventView;
import floria.server.home.Home;
import floria.server.kind.Kinds;
import floria.site.Site;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.store.SqlStore;
import floria.store.SqliteStore;

/**
 * Builds what the server drives, once its folder is held: the store, the sites, and the engine with
 * its {@link floria.engine.deployment.Deployments}. Spring closes each in the opposite order.
 */
@Configuration(proxyBeanMethods = false)
public class Wiring {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int RUNS_AT_ONCE = 1_000;
    private static final int CALLS_AT_ONCE = 8;

    @Bean(destroyMethod = "close")
    SqlStore store(Home home, Options options) {
        Path folder = home.folder().resolve("store");
        SecureRandom random = new SecureRandom();
        return options.database()
                .<SqlStore>map(database ->
                        PostgresStore.open(
                                new PostgresSettings(
                                        database.url(), database.user(), database.password()),
                                folder,
                                random))
                .orElseGet(() -> SqliteStore.open(folder, random));
    }

    @Bean
    SitesFile sitesFile(Home home) {
        return SitesFile.read(home.folder(), Kinds.ALL);
    }

    @Bean(destroyMethod = "close")
    Sites sites(SitesFile file, Home home, Options options, InstantSource clock) {
        SiteKind.Setting setting =
                new SiteKind.Setting(home.folder(), options.environment(), clock);
        Map<String, Site> sites = new LinkedHashMap<>();
        for (SiteEntry entry : file.entries()) {
            Kinds.ALL.stream()
                    .filter(kind -> kind.name().equals(entry.kind()))
                    .forEach(kind ->
                            sites.put(
                                    entry.name(), paced(kind.open(entry, setting), entry, clock)));
        }
        return new Sites(sites);
    }

    /** What an administrator allows holds for all parts of the server together. */
    private static Site paced(Site site, SiteEntry entry, InstantSource clock) {
        return entry.callsPerSecond()
                .<Site>map(calls ->
                        new PacedSite(
                                site,
                                new Pace(
                                        Rate.perSecond(calls, CALLS_AT_ONCE),
                                        clock,
                                        new SecureRandom(),
                                        Thread::sleep)))
                .orElse(site);
    }

    @Bean(destroyMethod = "close")
    Engine engine(Store store, Sites sites, SitesFile file, InstantSource clock, Options options) {
        SecureRandom secure = new SecureRandom();
        String process = ProcessHandle.current().pid() + "-" + Long.toHexString(secure.nextLong());
        Engine engine =
                new Engine(
                        store,
                        sites,
                        new Profiles(),
                        clock,
                        secure,
                        secure,
                        new Runner.Settings(
                                process,
                                LEASE,
                                POLL,
                                RUNS_AT_ONCE,
                                Retry.STANDARD,
                                // A database may have other servers, a held folder has none.
                                options.database().isEmpty()),
                        Optional.of(Settings.standard(process)),
                        file.terms(),
                        List.of());
        engine.start();
        return engine;
    }

    @Bean
    Market market(Engine engine) {
        return engine.market();
    }

    @Bean
    Deployments deployments(Engine engine) {
        return engine.deployments();
    }

    private static String process(SecureRandom secure) {
        return ProcessHandle.current().pid() + "-" + Long.toHexString(secure.nextLong());
    }

    @Bean
    Outbox outbox(SqlStore store) {
        return store.outbox();
    }

    @Bean
    Drafts drafts(SqlStore store) {
        return store.drafts();
    }

    /** One user's own server may call what that user may; the operator can say otherwise. */
    @Bean
    Reach reach(Options options) {
        return new Reach(!"public".equals(options.environment().get("FLORIA_WEBHOOKS")));
    }

    @Bean
    Callbacks callbacks(Outbox outbox, Store store, Reach reach, InstantSource clock) {
        return new Callbacks(outbox, store, reach, new Ulid(clock, new SecureRandom()), clock);
    }

    @Bean(destroyMethod = "close")
    Postman postman(Outbox outbox, Store store, Reach reach, JsonMapper json, InstantSource clock) {
        SecureRandom secure = new SecureRandom();
        Postman postman =
                new Postman(
                        outbox,
                        store,
                        reach,
                        event -> json.writeValueAsBytes(EventView.of(event)),
                        clock,
                        secure,
                        Postman.Settings.standard(process(secure)));
        postman.start();
        return postman;
    }
}
