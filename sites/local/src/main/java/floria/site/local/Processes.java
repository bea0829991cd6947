package floria.site.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.SiteContext;
import floria.site.SiteException;

/**
 * Finds and ends what runs in a machine. A process belongs to the machine whose key is in its
 * environment or whose control group it is in, and so do its children and its session.
 */
final class Processes {
    /** The variable that every process of a machine inherits. */
    static final String MARK = "FLORIA_KEY";

    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Key key;
    private final Limits limits;

    Processes(Key key, Limits limits) {
        this.key = key;
        this.limits = limits;
    }

    /**
     * Ends all of them: politely, then by force after {@code grace}. Repeatable.
     *
     * @throws SiteException when some do not die, or the caller wants no answer any more
     */
    void end(SiteContext context, Duration grace) {
        long polite = System.nanoTime() + grace.toNanos();
        long forced = polite + LONGEST_DEATH.toNanos();
        Set<Long> asked = new HashSet<>();
        for (Set<Long> alive = alive(); !alive.isEmpty(); alive = alive()) {
            long now = System.nanoTime();
            if (now > forced || context.cancelled().getAsBoolean()) {
                throw new SiteException(
                        Fault.of(
                                Kind.TRANSIENT,
                                Scope.RESOURCE,
                                "These processes of machine " + key + " still run: " + alive));
            }
            boolean force = now > polite;
            for (long pid : alive) {
                if (force) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                } else if (asked.add(pid)) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** The numbers of the machine's processes, dead ones that nobody has reaped left out. */
    Set<Long> alive() {
        Map<Long, Stat> all = all();
        Set<Long> found = new HashSet<>(limits.members(key));
        String mark = MARK + "=" + key;
        for (long pid : all.keySet()) {
            if (environment(pid).contains(mark)) {
                found.add(pid);
            }
        }
        boolean grown = !found.isEmpty();
        while (grown) {
            grown = false;
            for (Map.Entry<Long, Stat> entry : all.entrySet()) {
                Stat stat = entry.getValue();
                if (found.contains(stat.parent()) || found.contains(stat.session())) {
                    grown |= found.add(entry.getKey());
                }
            }
        }
        found.retainAll(all.keySet());
        found.remove(ProcessHandle.current().pid());
        return found;
    }

    private record Stat(long parent, long session) {}

    private static Map<Long, Stat> all() {
        Map<Long, Stat> all = new HashMap<>();
        try (var entries =
                Files.newDirectoryStream(Path.of("/proc"), name -> numeric(name.getFileName()))) {
            for (Path entry : entries) {
                String stat = text(entry.resolve("stat"));
                // The name in brackets may hold anything, brackets too.
                String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
                if (fields.length > 3 && !fields[0].equals("Z") && !fields[0].equals("X")) {
                    all.put(
                            Long.parseLong(entry.getFileName().toString()),
                            new Stat(Long.parseLong(fields[1]), Long.parseLong(fields[3])));
                }
            }
        } catch (IOException e) {
            throw Faults.disk(Path.of("/proc"), e);
        }
        return all;
    }

    private static boolean numeric(Path name) {
        return name.toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<String> environment(long pid) {
        return Arrays.asList(text(Path.of("/proc", Long.toString(pid), "environ")).split("\0"));
    }

    /** Empty for a process that ended or is another user's. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }
}
