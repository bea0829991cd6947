package floria.testing.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.opentest4j.TestAbortedException;

/** Runs the programs of this machine that fixtures need. */
public final class Programs {

    private static final List<String> FOLDERS =
            List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin");

    private Programs() {}

    /** Where the program is, if this machine has it. */
    public static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The program, or the test is not run. */
    public static Path need(String name, String forWhat) {
        return find(name)
                .orElseThrow(() ->
                        new TestAbortedException(
                                "not run: "
                                        + forWhat
                                        + " needs "
                                        + name
                                        + ", which is not installed"));
    }

    /** This process may do everything here, or the test is not run. */
    public static void needRoot(String forWhat) {
        if (!isRoot()) {
            throw new TestAbortedException("not run: " + forWhat + " needs root");
        }
    }

    /** Whether this process may do everything on this machine. */
    public static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    /** Runs to the end, and answers what was written to standard output. */
    public static String run(Map<String, String> environment, List<String> command) {
        return run(environment, command, 600);
    }

    /** The same within so many seconds; fails when it takes longer. */
    public static String run(Map<String, String> environment, List<String> command, long seconds) {
        Path out = temporary();
        Path err = temporary();
        try {
            Process process =
                    builder(environment, command)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " took more than " + seconds + " s");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        command
                                + " ended with "
                                + process.exitValue()
                                + ": "
                                + Files.readString(err, StandardCharsets.UTF_8).strip());
            }
            return Files.readString(out, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        } finally {
            delete(out);
            delete(err);
        }
    }

    /** To start a program that goes on. */
    public static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().putAll(environment);
        builder.environment().put("PATH", String.join(":", FOLDERS));
        return builder;
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("floria-", ".txt");
        } catch (IOException e) {
            throw new IllegalStateException("no room for temporary files", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A temporary file that stays does no harm.
        }
    }
}
