package floria.site.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import floria.site.Fault.Scope;

/**
 * How a machine is reached. What is left empty is as the user's {@code ssh_config} has it for this
 * name, with whatever else it says there: jump hosts, agent, certificates.
 *
 * @param host a name that {@code ssh} understands: an alias of the configuration, a host name, or
 *     an address
 * @param configuration another file than {@code ~/.ssh/config}
 * @param knownHosts another file than {@code ~/.ssh/known_hosts}
 * @param trust whose host keys are believed
 * @param folder for the sockets of shared connections; exists, belongs to this user alone, and is
 *     at most {@value #LONGEST_FOLDER} bytes long
 * @param environment of the client program: {@code HOME}, {@code PATH}, {@code SSH_AUTH_SOCK}
 * @param reach how far it goes when the machine is not reached: {@link Scope#SITE} for the only way
 *     into a site, {@link Scope#ZONE} for one machine of many
 * @param patience with the network
 */
public record SshSettings(
        String host,
        Optional<String> user,
        OptionalInt port,
        Optional<Path> identity,
        Optional<Path> configuration,
        Optional<Path> knownHosts,
        Trust trust,
        Path folder,
        Map<String, String> environment,
        Scope reach,
        Patience patience) {
    static final int LONGEST_FOLDER = 70;

    /** A user or host that the client program cannot take for an option or more than one word. */
    private static final Pattern NAME =
            Pattern.compile("[\\p{Alnum}_.:%\\[\\]][\\p{Alnum}_.:%@+\\[\\]-]*");

    /** Whose host keys are believed. */
    public enum Trust {
        /** Only those that are in the file of known hosts, or signed by a known authority. */
        KNOWN("yes"),
        /** Also that of a machine that was never seen; it is written into the file then. */
        FIRST_USE("accept-new");

        private final String word;

        Trust(String word) {
            this.word = word;
        }
    }

    /**
     * Patience with the network.
     *
     * @param connect how long one attempt to connect may take
     * @param attempts how often it is tried to connect
     * @param keepAlive how often a silent machine is asked whether it is there; after three
     *     questions without an answer the connection is given up
     * @param idle how long a connection is kept that nobody uses
     */
    public record Patience(Duration connect, int attempts, Duration keepAlive, Duration idle) {
        public static final Patience USUAL =
                new Patience(
                        Duration.ofSeconds(10), 3, Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    public SshSettings {
        environment = Map.copyOf(environment);
        if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host: " + host);
        }
        if (user.isPresent() && !NAME.matcher(user.get()).matches()) {
            throw new IllegalArgumentException("not a user: " + user.get());
        }
        if (folder.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                > LONGEST_FOLDER) {
            throw new IllegalArgumentException("too long for the path of a socket: " + folder);
        }
    }

    /** As the configuration of the user has it, for one machine of many. */
    public static SshSettings of(String host, Path folder, Map<String, String> environment) {
        return new SshSettings(
                host,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Trust.KNOWN,
                folder,
                environment,
                Scope.ZONE,
                Patience.USUAL);
    }

    /** The client program with all options but those of a single call. */
    List<String> client() {
        List<String> words = new ArrayList<>(List.of("ssh", "-T", "-x", "-a"));
        configuration.ifPresent(file -> words.addAll(List.of("-F", file.toString())));
        user.ifPresent(name -> words.addAll(List.of("-l", name)));
        port.ifPresent(number -> words.addAll(List.of("-p", Integer.toString(number))));
        identity.ifPresent(file -> {
            words.addAll(List.of("-i", file.toString()));
            option(words, "IdentitiesOnly", "yes");
        });
        knownHosts.ifPresent(file -> option(words, "UserKnownHostsFile", quoted(file)));
        option(words, "StrictHostKeyChecking", trust.word);
        option(words, "BatchMode", "yes");
        option(words, "ConnectTimeout", seconds(patience.connect()));
        option(words, "ConnectionAttempts", "1");
        option(words, "ServerAliveInterval", seconds(patience.keepAlive()));
        option(words, "ServerAliveCountMax", "3");
        option(words, "ControlPersist", seconds(patience.idle()));
        // What a user has set for a terminal is not meant for programs.
        option(words, "ClearAllForwardings", "yes");
        option(words, "PermitLocalCommand", "no");
        option(words, "RemoteCommand", "none");
        option(words, "EscapeChar", "none");
        option(words, "LogLevel", "INFO");
        return words;
    }

    private static void option(List<String> words, String name, String value) {
        words.add("-o");
        words.add(name + "=" + value);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    private static String quoted(Path file) {
        return "\"" + file + "\"";
    }
}
