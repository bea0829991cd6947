package floria.server;

import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import floria.engine.state.StoreException;
import floria.server.health.Version;
import floria.server.home.Home;
import floria.server.home.StartFailure;
import floria.server.logging.ServerLog;

/**
 * A running server: holds its state folder, answers on the loopback address, and lets both go when
 * it is closed. {@link #main} is the program.
 */
public final class FloriaServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FloriaServer.class);

    private final Home home;
    private final ConfigurableApplicationContext context;
    private final String url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FloriaServer(Home home, ConfigurableApplicationContext context, String url) {
        this.home = home;
        this.context = context;
        this.url = url;
    }

    /** Starts a server until it is told to stop; says in one sentence why it does not start. */
    public static void main(String[] arguments) {
        run(List.of(arguments), Wiring.class);
    }

    /** As {@link #main}, over another engine. */
    static void run(List<String> arguments, Class<?> wiring) {
        if (arguments.contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            Options options = Options.parse(arguments, System.getenv());
            Home home = Home.open(options.home(), new SecureRandom());
            ServerLog.start(home.folder());
            FloriaServer server =
                    start(home, options, InstantSource.system(), () -> System.exit(0), wiring);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
        } catch (StartFailure failure) {
            LOG.debug("The server does not start", failure);
            System.err.println("floria-server: " + failure.getMessage());
            System.exit(failure.exitCode());
        }
    }

    /**
     * Starts a server in a folder that is held, and lets the folder go if that fails.
     *
     * @param stop what ends the process when nobody needs the server any more
     * @param wiring the configuration that builds store, sites and engine
     */
    public static FloriaServer start(
            Home home, Options options, InstantSource clock, Stop stop, Class<?>... wiring) {
        long start = System.nanoTime();
        SpringApplication application = new SpringApplication(Application.class);
        application.addPrimarySources(List.of(wiring));
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        // No listeners: configuration comes from Options, not from files and variables that lie
        // around, and the log is set up already.
        application.setListeners(List.of());
        application.addInitializers(context -> prepare(context, home, options, clock, stop));
        try {
            ConfigurableApplicationContext context = application.run();
            int port = port(context);
            FloriaServer server = new FloriaServer(home, context, "http://127.0.0.1:" + port);
            String version = context.getBean(Version.class).text();
            home.announce(new Home.Address(server.url, ProcessHandle.current().pid(), version));
            LOG.info(
                    "Floria {} is ready at {} after {} ms; its folder is {}",
                    version,
                    server.url,
                    Duration.ofNanos(System.nanoTime() - start).toMillis(),
                    home.folder());
            return server;
        } catch (RuntimeException e) {
            StartFailure failure = explain(e, options);
            home.close();
            throw failure;
        }
    }

    /** Where the server answers, without a slash at the end. */
    public String url() {
        return url;
    }

    /** A part of the server, for tests. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Takes no more requests, ends streams, stops the engine, lets the folder go. Repeatable. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            home.withdraw();
            context.close();
            home.close();
            LOG.info("Floria has stopped");
        }
    }

    private static void prepare(
            ConfigurableApplicationContext context,
            Home home,
            Options options,
            InstantSource clock,
            Stop stop) {
        context.getBeanFactory().registerSingleton("home", home);
        context.getBeanFactory().registerSingleton("options", options);
        context.getBeanFactory().registerSingleton("clock", clock);
        context.getBeanFactory().registerSingleton("stop", stop);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "floria",
                                Map.of(
                                        "server.address",
                                        "127.0.0.1",
                                        "server.port",
                                        options.port(),
                                        "server.shutdown",
                                        "graceful",
                                        "spring.lifecycle.timeout-per-shutdown-phase",
                                        "500ms",
                                        "spring.threads.virtual.enabled",
                                        true,
                                        "spring.web.resources.add-mappings",
                                        false,
                                        "spring.mvc.formcontent.filter.enabled",
                                        false,
                                        // Read on to answer with 413 instead of hanging up.
                                        "server.tomcat.max-swallow-size",
                                        "256MB")));
    }

    private static int port(ConfigurableApplicationContext context) {
        if (context instanceof ServletWebServerApplicationContext web
                && web.getWebServer() != null) {
            return web.getWebServer().getPort();
        }
        throw new IllegalStateException("there is no web server");
    }

    private static StartFailure explain(RuntimeException failure, Options options) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StartFailure known -> {
                    return known;
                }
                case StoreException store -> {
                    return failed(
                            Objects.requireNonNullElse(store.getMessage(), "The store failed."),
                            failure);
                }
                case PortInUseException _, BindException _ -> {
                    return failed(
                            "The port "
                                    + options.port()
                                    + " on 127.0.0.1 is taken. Choose another one with --port, or"
                                    + " leave --port out for any that is free.",
                            failure);
                }
                default -> root = cause;
            }
        }
        return failed(
                "Floria could not start: "
                        + root.getMessage()
                        + ". The file "
                        + options.home().resolve(ServerLog.FILE)
                        + " tells more.",
                failure);
    }

    private static StartFailure failed(String message, RuntimeException cause) {
        return new StartFailure(message, StartFailure.FAILED, Optional.of(cause));
    }
}
