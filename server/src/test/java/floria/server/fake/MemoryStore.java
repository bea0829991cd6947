package floria.server.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Note;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Stay;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.Writer;
import floria.placement.experience.Experience;
import floria.placement.experience.Ledger;
import floria.placement.failover.Blocks;

/** Events and log lines in memory; the rest of a store is not there. */
public final class MemoryStore implements Store {
    private final List<Event> events = new ArrayList<>();
    private final List<LogLine> lines = new ArrayList<>();
    private long commits;
    private long returned;
    private boolean closed;

    public synchronized long append(String deployment, String type, String message) {
        long id = events.size() + 1L;
        events.add(
                new Event(
                        id,
                        Instant.EPOCH,
                        "default",
                        deployment,
                        Optional.empty(),
                        Optional.empty(),
                        "local",
                        type,
                        message,
                        Map.of()));
        commit();
        return id;
    }

    public synchronized void print(String deployment, String node, String text) {
        long id = lines.size() + 1L;
        lines.add(
                new LogLine(
                        id,
                        Instant.EPOCH,
                        deployment,
                        "run",
                        node,
                        node + "/create",
                        "execution",
                        "out",
                        id,
                        text));
        commit();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    private void commit() {
        commits++;
        notifyAll();
    }

    @Override
    public synchronized List<Event> events(
            Scope scope, Optional<String> deployment, long after, int limit) {
        return events.stream()
                .filter(event -> event.project().equals(scope.project()))
                .filter(event -> deployment.map(event.deployment()::equals).orElse(true))
                .filter(event -> event.id() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<LogLine> logs(
            Scope scope, String deployment, Optional<String> node, long after, int limit) {
        return lines.stream()
                .filter(line -> line.deployment().equals(deployment))
                .filter(line -> node.map(line.node()::equals).orElse(true))
                .filter(line -> line.id() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void awaitCommit(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (commits == returned) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
        returned = commits;
    }

    @Override
    public String installation() {
        return "testtest";
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public <T> T write(Function<Writer, T> work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T write(Fence fence, Function<Writer, T> work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Deployment> deployment(Scope scope, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Deployment> deploymentNamed(Scope scope, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Deployment> deployments(
            Scope scope, boolean deleted, Optional<String> before, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Revision> revision(Scope scope, String deployment, int number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Instance> instances(Scope scope, String deployment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Revision> revisions(Scope scope, String deployment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Run> runs(Scope scope, String deployment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Step> steps(Scope scope, String run) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> blob(String hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Remembered> remembered(Scope scope, String idempotencyKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Run> lease(String owner, Instant now, Duration duration, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Deployment> deploymentsIn(Deployment.Status status) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Run> run(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deployment deploymentOf(Run run) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Note> notes(String deployment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Kept> kept(String instance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hold(String duty, String holder, Instant now, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void drop(String duty, String holder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Waiting> waiting() {
        return List.of();
    }

    @Override
    public Map<String, Used> used() {
        return Map.of();
    }

    @Override
    public List<Stay> stays(Scope scope, Optional<String> deployment, Instant from, Instant to) {
        return List.of();
    }

    @Override
    public List<Placed> placed() {
        return List.of();
    }

    @Override
    public List<Blocks.Block> blocks() {
        return List.of();
    }

    @Override
    public Map<Experience.Subject, Ledger.Sums> experience() {
        return Map.of();
    }
}
