package floria.server.logging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The server's own log: what operators must know on standard error, which whoever starts the server
 * may keep, and everything with its stack traces in {@link #FILE} of the state folder, at most two
 * files of 5 MB. Set up by code, since reading a configuration file costs a tenth of a second of
 * each start.
 */
public final class ServerLog {
    /** The name of the file with the details. */
    public static final String FILE = "debug.log";

    private static final String LINE =
            "%d{ISO8601,UTC}Z %-5level %X{request:--} %logger{0} - %msg%n";

    /** Loggers that tell of a failed start with a stack trace; people get one sentence instead. */
    private static final String[] FILE_ONLY = {
        "org.springframework.boot.SpringApplication",
        "org.springframework.boot.diagnostics",
        "org.springframework.boot.web.server.servlet.context",
        "org.apache.catalina",
        "org.apache.coyote"
    };

    private ServerLog() {}

    /** To be called once, before the first server of the process starts. */
    public static void start(Path folder) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Appender<ILoggingEvent> console = console(context);
        Appender<ILoggingEvent> file = file(context, folder);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        root.addAppender(file);
        context.getLogger("floria").setLevel(Level.DEBUG);
        for (String name : FILE_ONLY) {
            Logger logger = context.getLogger(name);
            logger.setAdditive(false);
            logger.addAppender(file);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel("INFO");
        threshold.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.addFilter(threshold);
        // Stack traces are in the file; %nopex keeps them off the terminal.
        console.setEncoder(encoder(context, LINE.replace("%n", "%nopex%n")));
        console.start();
        return console;
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path folder) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(folder.resolve(FILE).toString());
        file.setEncoder(encoder(context, LINE));

        FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(file);
        policy.setFileNamePattern(folder.resolve("debug.%i.log").toString());
        policy.setMinIndex(1);
        policy.setMaxIndex(1);
        policy.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf("5MB"));
        trigger.start();

        file.setRollingPolicy(policy);
        file.setTriggeringPolicy(trigger);
        file.start();
        return file;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
