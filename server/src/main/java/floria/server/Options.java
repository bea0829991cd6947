package floria.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import floria.server.home.StartFailure;

/**
 * How a server is to run.
 *
 * @param port on the loopback address; 0 for any that is free
 * @param idleStop how long nobody may need the server before it stops; empty for never
 * @param heartbeat how often a stream with nothing to say shows that it is alive
 * @param database where the store is; empty for a file in the state folder
 * @param portal the folder of the portal's files; empty for a server without one
 * @param environment of the server, for sites that read the ecosystem's own variables; the password
 *     of the database is left out
 */
public record Options(
        Path home,
        int port,
        Optional<Duration> idleStop,
        Duration heartbeat,
        Optional<Database> database,
        Optional<Path> portal,
        Map<String, String> environment) {

    public Options {
        environment =
                environment.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(PASSWORD))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A database server, and as whom to use it. */
    public record Database(String url, Optional<String> user, Optional<String> password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Database[" + user.orElse("") + "]";
        }
    }

    private static final String PASSWORD = "FLORIA_DATABASE_PASSWORD";

    /** What {@code --help} prints. */
    static final String USAGE =
            """
            Usage: floria-server [--home FOLDER] [--port PORT] [--idle-stop TIME|off] [--heartbeat TIME]
                                 [--database ADDRESS] [--portal FOLDER]

              --home FOLDER     state folder (FLORIA_HOME; default ~/.local/state/floria)
              --port PORT       port on 127.0.0.1 (FLORIA_PORT; default: any that is free)
              --idle-stop TIME  stop when nobody needed the server for so long, such as 10m or 2h
                                (FLORIA_IDLE_STOP; default 10m; off: never)
              --heartbeat TIME  how often a quiet stream shows that it is alive (default 15s)
              --database ADDRESS
                                jdbc:postgresql://HOST[:PORT]/DATABASE (FLORIA_DATABASE; default:
                                a file in the state folder), used as FLORIA_DATABASE_USER with
                                FLORIA_DATABASE_PASSWORD or the password in the file that
                                FLORIA_DATABASE_PASSWORD_FILE names
              --portal FOLDER   the files of the portal (default: those of the distribution)
            """;

    private static final List<String> KNOWN =
            List.of("--home", "--port", "--idle-stop", "--heartbeat", "--database", "--portal");

    private static final Pattern TIME = Pattern.compile("(\\d{1,6})\\s*(ms|s|m|h)");

    /** Options with a heartbeat that proxies are happy with. */
    public Options(Path home, int port, Optional<Duration> idleStop) {
        this(home, port, idleStop, Duration.ofSeconds(15));
    }

    /** Options with the store in the state folder, and without an environment. */
    public Options(Path home, int port, Optional<Duration> idleStop, Duration heartbeat) {
        this(home, port, idleStop, heartbeat, Optional.empty(), Optional.empty(), Map.of());
    }

    /**
     * Reads command line and environment; the command line wins. Fails with {@link StartFailure}.
     */
    static Options parse(List<String> arguments, Map<String, String> environment) {
        String home = environment.getOrDefault("FLORIA_HOME", "");
        String port = environment.getOrDefault("FLORIA_PORT", "0");
        String idleStop = environment.getOrDefault("FLORIA_IDLE_STOP", "10m");
        String database = environment.getOrDefault("FLORIA_DATABASE", "");
        String heartbeat = "15s";
        String portal = "";
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            if (!KNOWN.contains(option)) {
                throw usage("There is no option " + word + ".");
            }
            if (equals < 0 && !rest.hasNext()) {
                throw usage(option + " needs a value.");
            }
            String value = equals < 0 ? rest.next() : word.substring(equals + 1);
            switch (option) {
                case "--home" -> home = value;
                case "--port" -> port = value;
                case "--idle-stop" -> idleStop = value;
                case "--database" -> database = value;
                case "--portal" -> portal = value;
                default -> heartbeat = value;
            }
        }
        Path folder = home.isEmpty() ? defaultHome(environment) : Path.of(home);
        return new Options(
                folder.toAbsolutePath().normalize(),
                port(port),
                idleStop.equals("off") ? Optional.empty() : Optional.of(time(idleStop)),
                time(heartbeat),
                database.isEmpty()
                        ? Optional.empty()
                        : Optional.of(database(database, environment)),
                portal.isEmpty() ? Optional.empty() : Optional.of(Path.of(portal)),
                environment);
    }

    /** Leaves the environment out, which may hold secrets. */
    @Override
    public String toString() {
        return "Options[" + home + " on port " + port + "]";
    }

    private static Path defaultHome(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base =
                state.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(state);
        return base.resolve("floria");
    }

    private static Database database(String address, Map<String, String> environment) {
        String file = environment.getOrDefault("FLORIA_DATABASE_PASSWORD_FILE", "");
        Optional<String> password =
                file.isEmpty()
                        ? Optional.ofNullable(environment.get(PASSWORD))
                        : Optional.of(firstLine(Path.of(file)));
        if (!address.startsWith("jdbc:postgresql:")) {
            // Without the address, which may hold a password.
            throw usage("--database wants an address as jdbc:postgresql://db.example.org/floria.");
        }
        return new Database(
                address, Optional.ofNullable(environment.get("FLORIA_DATABASE_USER")), password);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw usage(
                    "The file that FLORIA_DATABASE_PASSWORD_FILE names cannot be read: " + e + ".");
        }
    }

    private static int port(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535) {
            return Integer.parseInt(text);
        }
        throw usage("Not a port: " + text + ". Give a number from 0 (any that is free) to 65535.");
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw usage("Not a time: " + text + ". Write it as 30s, 10m or 2h.");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
        if (time.isZero()) {
            throw usage("Not a time: " + text + ". It must be longer than nothing.");
        }
        return time;
    }

    private static StartFailure usage(String message) {
        return new StartFailure(message + " See --help.", StartFailure.USAGE, Optional.empty());
    }
}
