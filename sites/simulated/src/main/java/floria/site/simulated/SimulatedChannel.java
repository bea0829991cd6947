package floria.site.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.SiteException;
import floria.site.simulated.CommandScript.Line;
import floria.site.simulated.CommandScript.Outcome;
import floria.site.simulated.FaultScript.Call;

/** Commands are only written down, with their outcome; files live as long as the world's object. */
final class SimulatedChannel implements Channel {
    private final Key machine;
    private final World world;
    private final CommandScript script;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final SimulatedSite site;

    SimulatedChannel(
            Key machine,
            World world,
            CommandScript script,
            InstantSource clock,
            Sleeper sleeper,
            SimulatedSite site) {
        this.machine = machine;
        this.world = world;
        this.script = script;
        this.clock = clock;
        this.sleeper = sleeper;
        this.site = site;
    }

    @Override
    public String workspace() {
        return "/simulated/" + machine;
    }

    @Override
    public Execution start(Command command) {
        return site.call(
                Call.COMMAND,
                () ->
                        world.change((facts, fresh) -> {
                            if (facts.command(machine, command.id()).isEmpty()) {
                                Outcome outcome = script.outcome(machine, command);
                                Facts.Started started =
                                        new Facts.Started(
                                                clock.instant().plus(outcome.duration()),
                                                outcome.exitCode(),
                                                outcome.lines());
                                fresh.add(Facts.started(machine, command.id(), started));
                            }
                            return new Commanded(command.id());
                        }));
    }

    @Override
    public Optional<Execution> find(String id) {
        return world.look(facts -> facts.command(machine, id).map(_ -> new Commanded(id)));
    }

    private String name(String id) {
        return machine + " " + id;
    }

    @Override
    public void put(String path, InputStream content, long size, boolean executable) {
        try {
            byte[] bytes = content.readAllBytes();
            if (bytes.length != size) {
                throw fault(Kind.TRANSIENT, "The content of " + path + " was cut off.");
            }
            world.files().put(name(path), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void get(String path, OutputStream to) {
        byte[] bytes =
                Optional.ofNullable(world.files().get(name(path)))
                        .orElseThrow(() -> fault(Kind.NOT_FOUND, "There is no file " + path + "."));
        try {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SiteException fault(Kind kind, String message) {
        return new SiteException(Fault.of(kind, Scope.RESOURCE, message));
    }

    private final class Commanded implements Execution {
        private final String id;

        Commanded(String id) {
            this.id = id;
        }

        private Optional<Facts.Started> started() {
            return world.look(facts -> facts.command(machine, id));
        }

        @Override
        public Status status() {
            return started()
                    .<Status>map(one ->
                            clock.instant().isBefore(one.end())
                                    ? new Status.Running()
                                    : new Status.Exited(one.exitCode()))
                    .orElseGet(Status.Lost::new);
        }

        @Override
        public Status follow(Output output, Duration limit) {
            Optional<Facts.Started> started = started();
            if (started.isEmpty()) {
                return new Status.Lost();
            }
            Map<Stream, Long> numbers = new EnumMap<>(Stream.class);
            for (Line line : started.get().lines()) {
                long number = numbers.merge(line.stream(), 1L, Long::sum) - 1;
                output.line(line.stream(), number, line.text());
            }
            // In steps, as it may be killed meanwhile.
            Instant until = clock.instant().plus(limit);
            Duration step = Duration.ofMillis(20);
            Status status = status();
            while (status instanceof Status.Running && clock.instant().isBefore(until)) {
                try {
                    sleeper.sleep(step);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return status;
                }
                status = status();
            }
            return status;
        }

        @Override
        public void kill(Duration grace) {
            world.change((facts, fresh) ->
                    facts.command(machine, id)
                                    .filter(one -> clock.instant().isBefore(one.end()))
                                    .isPresent()
                            && fresh.add(Fact.of("killed", machine, id, clock.instant())));
        }
    }
}
