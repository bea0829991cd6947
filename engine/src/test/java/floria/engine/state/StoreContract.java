package floria.engine.state;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.tosca.value.Value;

import static floria.engine.state.Samples.ALICE;
import static floria.engine.state.Samples.BOB;
import static floria.engine.state.Samples.NOON;
import static floria.engine.state.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store is held to. A store's own module extends it and opens the store. */
@Timeout(120)
public abstract class StoreContract {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private final Samples samples = new Samples(1);
    private final List<Store> opened = new ArrayList<>();
    private Store store;

    /** Opens the store of this folder as a further process would. */
    protected abstract Store open(Path folder);

    @BeforeEach
    void openStore() {
        store = another();
    }

    @AfterEach
    void closeStores() {
        opened.forEach(Store::close);
    }

    private Store another() {
        Store another = open(folder);
        opened.add(another);
        return another;
    }

    private void reopen() {
        store.close();
        store = another();
    }

    private Deployment deployed(Scope scope, String name) {
        Deployment deployment = samples.deployment(scope, name);
        write(writer -> writer.insert(deployment));
        return deployment;
    }

    private Run running(Deployment deployment, Step... steps) {
        Run run = samples.run(deployment);
        write(writer -> writer.insert(run, List.of(steps)));
        return run;
    }

    private interface Writes {
        void to(Writer writer);
    }

    private void write(Writes writes) {
        store.write(writer -> {
            writes.to(writer);
            return true;
        });
    }

    private void write(Store.Fence fence, Writes writes) {
        store.write(
                fence,
                writer -> {
                    writes.to(writer);
                    return true;
                });
    }

    // ---- what is written is there

    @Test
    void makesItsInstallationIdOnce() {
        String installation = store.installation();
        assertThat(installation).matches("[a-z0-9]{8}");
        assertThat(another().installation()).isEqualTo(installation);
        reopen();
        assertThat(store.installation()).isEqualTo(installation);
        assertThat(open(folder.resolve("other")).installation()).isNotEqualTo(installation);
    }

    @Test
    void keepsDeploymentsAsTheyWereWritten() {
        Deployment deployment = deployed(ALICE, "notebook");
        assertThat(store.deployment(ALICE, deployment.id())).contains(deployment);
        Deployment changed = with(deployment, Deployment.Status.FAILED);
        write(writer -> writer.update(changed));
        reopen();
        assertThat(store.deployment(ALICE, deployment.id())).contains(changed);
        assertThat(store.deploymentNamed(ALICE, "notebook")).contains(changed);
        assertThat(store.deploymentNamed(ALICE, "notebooks")).isEmpty();
        assertThat(store.deployment(ALICE, "nothing")).isEmpty();
    }

    @Test
    void keepsRevisionsWithSourcesInputsAndPlacement() {
        Deployment deployment = deployed(ALICE, "notebook");
        byte[] text = "tosca_definitions_version: tosca_2_0".getBytes(StandardCharsets.UTF_8);
        String hash = store.write(writer -> writer.blob(text));
        String empty = store.write(writer -> writer.blob(new byte[0]));
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("file:/notebook.yaml", hash);
        sources.put("profile:floria/profile.yaml", empty);
        sources.put("file:/a-copy.yaml", hash);
        Revision revision = samples.revision(deployment, sources);
        write(writer -> writer.insert(revision));
        reopen();
        Revision read = store.revision(ALICE, deployment.id(), 1).orElseThrow();
        assertThat(read).isEqualTo(revision);
        assertThat(read.sources().keySet()).containsExactlyElementsOf(sources.keySet());
        assertThat(read.inputs().keySet()).containsExactlyElementsOf(Samples.values().keySet());
        assertThat(store.blob(hash)).contains(text);
        assertThat(store.blob(empty)).contains(new byte[0]);
        assertThat(store.revision(ALICE, deployment.id(), 2)).isEmpty();
    }

    @Test
    void keepsTheSameBytesOnceUnderTheirHash() {
        byte[] content = "abc".getBytes(StandardCharsets.UTF_8);
        String hash = store.write(writer -> writer.blob(content));
        assertThat(hash)
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        String again = store.write(writer -> writer.blob(content.clone()));
        assertThat(again).isEqualTo(hash);
        assertThat(store.blob(hash)).contains(content);
        assertThat(store.blob("0".repeat(64))).isEmpty();
    }

    @Test
    void keepsInstancesByNodeAndIndexAndHidesDeletedOnes() {
        Deployment deployment = deployed(ALICE, "notebook");
        Instance second = samples.instance(deployment, "db", 1);
        Instance first = samples.instance(deployment, "db", 0);
        Instance app = samples.instance(deployment, "app", 0);
        write(writer -> Stream.of(second, first, app).forEach(writer::insert));
        reopen();
        assertThat(store.instances(ALICE, deployment.id())).containsExactly(app, first, second);
        Instance changed =
                with(first, Instance.State.STARTED, Map.of("url", Value.text("http://here")));
        Instance deleted = with(app, Instance.State.DELETED, Map.of());
        write(writer -> Stream.of(changed, deleted).forEach(writer::update));
        assertThat(store.instances(ALICE, deployment.id())).containsExactly(changed, second);
    }

    @Test
    void keepsRunsAndTheStepsOfTheirPlansInOrder() {
        Deployment deployment = deployed(ALICE, "notebook");
        Run run = samples.run(deployment);
        Step create = samples.step(run, "db/create");
        Step start = samples.step(run, "app/start", "db/create", "net");
        write(writer -> writer.insert(run, List.of(create, start)));
        Run newer = samples.run(deployment);
        write(writer -> writer.insert(newer, List.of()));
        assertThat(store.runs(ALICE, deployment.id())).containsExactly(newer, run);
        assertThat(store.run(run.id())).contains(run);
        assertThat(store.run("nothing")).isEmpty();
        assertThat(store.deploymentOf(run)).isEqualTo(deployment);
        assertThat(store.steps(ALICE, run.id())).containsExactly(create, start);
        Step failed = with(create, Step.State.FAILED, samples.tick(), samples.tick());
        write(writer -> writer.update(failed));
        reopen();
        assertThat(store.steps(ALICE, run.id())).containsExactly(failed, start);
    }

    @Test
    void tellsTheOrderOfRunsThatWereMadeAtTheSameMoment() {
        Deployment deployment = deployed(ALICE, "notebook");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Run run = new Samples(i).run(deployment);
            write(writer -> writer.insert(run, List.of()));
            made.addFirst(run.id());
        }
        assertThat(store.runs(ALICE, deployment.id()).stream().map(Run::id))
                .containsExactlyElementsOf(made);
    }

    @Test
    void keepsTimesToTheMicrosecond() {
        Deployment deployment = deployed(ALICE, "notebook");
        Instant precise = Instant.parse("2026-03-01T12:00:00.123456789Z");
        Run run = samples.run(deployment);
        Run ended = with(run, Run.Status.SUCCEEDED, Optional.empty(), Optional.of(precise));
        write(writer -> writer.insert(ended, List.of()));
        assertThat(store.run(run.id()).orElseThrow().endedAt()).contains(NOON);
    }

    // ---- projects

    @Test
    void showsNothingOfAnotherProject() {
        Deployment hers = deployed(ALICE, "notebook");
        Run run = samples.run(hers);
        Step step = samples.step(run, "db/create");
        write(writer -> {
            writer.insert(samples.revision(hers, Map.of()));
            writer.insert(samples.instance(hers, "db", 0));
            writer.insert(run, List.of(step));
            writer.append(List.of(samples.event(hers, "made")));
            writer.log(List.of(samples.line(hers, "db", 1, "hello")));
            writer.remember(ALICE, "key", new Store.Remembered(hers.id(), "hash"));
        });
        assertThat(seenBy(BOB, hers, run)).isEmpty();
        assertThat(seenBy(new Scope("red", "anna"), hers, run)).hasSize(8);
        Deployment his = deployed(BOB, "notebook");
        assertThat(store.deploymentNamed(BOB, "notebook")).contains(his);
        assertThat(store.deploymentNamed(ALICE, "notebook")).contains(hers);
        assertThat(store.deployments(BOB, true, Optional.empty(), 10)).containsExactly(his);
    }

    private List<Object> seenBy(Scope scope, Deployment deployment, Run run) {
        List<Object> seen = new ArrayList<>();
        String id = deployment.id();
        store.deployment(scope, id).ifPresent(seen::add);
        store.deploymentNamed(scope, deployment.name()).ifPresent(seen::add);
        store.revision(scope, id, 1).ifPresent(seen::add);
        seen.addAll(store.instances(scope, id));
        seen.addAll(store.runs(scope, id));
        seen.addAll(store.steps(scope, run.id()));
        seen.addAll(store.events(scope, Optional.of(id), 0, 10));
        store.remembered(scope, "key").ifPresent(seen::add);
        seen.addAll(store.logs(scope, id, Optional.empty(), 0, 10));
        return seen;
    }

    @Test
    void changesNoDeploymentUnderTheNameOfAnotherProject() {
        Deployment hers = deployed(ALICE, "notebook");
        Deployment forged =
                new Deployment(
                        hers.id(),
                        BOB.project(),
                        BOB.actor(),
                        "mine",
                        Deployment.Status.DELETED,
                        1,
                        Optional.empty(),
                        NOON,
                        NOON);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> write(writer -> writer.update(forged)));
        assertThat(store.deployment(ALICE, hers.id())).contains(hers);
    }

    // ---- names and pages

    @Test
    void refusesANameThatALiveDeploymentHas() {
        Deployment first = deployed(ALICE, "notebook");
        assertThatExceptionOfType(StoreException.NameTaken.class)
                .isThrownBy(() -> deployed(ALICE, "notebook"))
                .withMessageContaining("notebook");
        write(writer -> writer.update(with(first, Deployment.Status.DATA_KEPT)));
        assertThatExceptionOfType(StoreException.NameTaken.class)
                .isThrownBy(() -> deployed(ALICE, "notebook"));
        write(writer -> writer.update(with(first, Deployment.Status.DELETED)));
        Deployment second = deployed(ALICE, "notebook");
        assertThat(store.deploymentNamed(ALICE, "notebook")).contains(second);
        assertThatExceptionOfType(StoreException.NameTaken.class)
                .isThrownBy(() ->
                        write(writer -> writer.update(with(first, Deployment.Status.RUNNING))));
    }

    @Test
    void letsWorkTryAnotherNameInTheSameWrite() {
        deployed(ALICE, "notebook");
        Deployment second = samples.deployment(ALICE, "notebook-2");
        write(writer -> {
            assertThatExceptionOfType(StoreException.NameTaken.class)
                    .isThrownBy(() -> writer.insert(samples.deployment(ALICE, "notebook")));
            writer.insert(second);
        });
        assertThat(store.deploymentNamed(ALICE, "notebook-2")).contains(second);
    }

    @Test
    void listsDeploymentsNewestFirstPageByPage() {
        List<Deployment> all =
                IntStream.range(0, 5).mapToObj(i -> deployed(ALICE, "d" + i)).toList();
        Deployment gone = with(all.get(2), Deployment.Status.DELETED);
        write(writer -> writer.update(gone));
        List<Deployment> page = store.deployments(ALICE, true, Optional.empty(), 3);
        assertThat(page).containsExactly(all.get(4), all.get(3), gone);
        assertThat(store.deployments(ALICE, true, Optional.of(gone.id()), 3))
                .containsExactly(all.get(1), all.get(0));
        assertThat(store.deployments(ALICE, false, Optional.empty(), 3))
                .containsExactly(all.get(4), all.get(3), all.get(1));
    }

    @Test
    void remembersWhatAnIdempotencyKeyLedTo() {
        Deployment deployment = deployed(ALICE, "notebook");
        var remembered = new Store.Remembered(deployment.id(), "hash");
        write(writer -> writer.remember(ALICE, "key", remembered));
        assertThat(store.remembered(ALICE, "key")).contains(remembered);
        assertThat(store.remembered(ALICE, "other")).isEmpty();
        assertThatExceptionOfType(StoreException.KeyTaken.class)
                .isThrownBy(() ->
                        write(writer -> {
                            writer.insert(samples.deployment(ALICE, "second"));
                            writer.remember(ALICE, "key", remembered);
                        }));
        assertThat(store.deploymentNamed(ALICE, "second")).isEmpty();
        write(writer -> writer.remember(BOB, "key", remembered));
    }

    // ---- events and log lines

    @Test
    void givesEventsInOrderAfterACursor() {
        Deployment one = deployed(ALICE, "one");
        Deployment two = deployed(ALICE, "two");
        Event first = samples.event(one, "first");
        Event second = samples.event(two, "second");
        Event third = samples.event(one, "third");
        write(writer -> writer.append(List.of(first, second)));
        write(writer -> writer.append(List.of(third)));
        reopen();
        List<Event> all = store.events(ALICE, Optional.empty(), 0, 10);
        assertThat(all).extracting(Event::message).containsExactly("first", "second", "third");
        assertThat(all).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(all.getFirst()).usingRecursiveComparison().ignoringFields("id").isEqualTo(first);
        assertThat(store.events(ALICE, Optional.of(one.id()), 0, 10))
                .containsExactly(all.get(0), all.get(2));
        assertThat(store.events(ALICE, Optional.empty(), all.get(0).id(), 1))
                .containsExactly(all.get(1));
    }

    @Test
    void storesALogLineThatIsDeliveredAgainOnce() {
        Deployment one = deployed(ALICE, "one");
        Deployment two = deployed(ALICE, "two");
        LogLine first = samples.line(one, "db", 1, "ä \u001b[31mred\u001b[0m");
        LogLine again = samples.line(one, "db", 1, "again");
        LogLine second = samples.line(one, "app", 2, "");
        write(writer -> writer.log(List.of(first, second, again)));
        write(writer -> writer.log(List.of(again)));
        write(writer -> writer.log(List.of(samples.line(two, "db", 1, "elsewhere"))));
        List<LogLine> all = store.logs(ALICE, one.id(), Optional.empty(), 0, 10);
        assertThat(all).extracting(LogLine::text).containsExactly(first.text(), "");
        assertThat(all.getFirst()).usingRecursiveComparison().ignoringFields("id").isEqualTo(first);
        assertThat(store.logs(ALICE, one.id(), Optional.of("app"), 0, 10))
                .containsExactly(all.get(1));
        assertThat(store.logs(ALICE, one.id(), Optional.empty(), all.get(0).id(), 10))
                .containsExactly(all.get(1));
        assertThat(store.logs(ALICE, one.id(), Optional.empty(), 0, 1)).containsExactly(all.get(0));
    }

    // ---- leases and fences

    @Test
    void leasesARunToOneOfTwoProcesses() throws Exception {
        Store other = another();
        List<Run> runs =
                IntStream.range(0, 20)
                        .mapToObj(i -> running(deployed(ALICE, "notebook-" + i)))
                        .toList();
        List<Run> leased =
                together(
                                IntStream.range(0, 8)
                                        .<Callable<List<Run>>>mapToObj(i ->
                                                () ->
                                                        (i % 2 == 0 ? store : other)
                                                                .lease("p" + i, NOON, LEASE, 5))
                                        .toList())
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        assertThat(leased).extracting(Run::id).doesNotHaveDuplicates();
        assertThat(leased).hasSameSizeAs(runs);
        assertThat(leased).allSatisfy(run -> assertThat(run.epoch()).isEqualTo(1));
        assertThat(leased).allSatisfy(run -> assertThat(store.run(run.id())).contains(run));
    }

    @Test
    void leasesTheOldestRunsThatHaveNotEnded() {
        Deployment deployment = deployed(ALICE, "notebook");
        Run first = running(deployment);
        Run second = running(deployment);
        Run third = running(deployed(BOB, "notebook"));
        write(writer ->
                writer.update(
                        with(
                                first,
                                Run.Status.FAILED,
                                Optional.empty(),
                                Optional.of(samples.tick()))));
        Run fourth = running(deployment);
        List<Run> leased = store.lease("me", NOON, LEASE, 2);
        assertThat(leased).extracting(Run::id).containsExactly(second.id(), third.id());
        assertThat(leased.getFirst().leaseOwner()).contains("me");
        assertThat(leased.getFirst().leaseExpiresAt()).contains(NOON.plus(LEASE));
        assertThat(store.lease("me", NOON, LEASE, 9))
                .describedAs("a run waits for the older one of its deployment")
                .isEmpty();
        write(writer ->
                writer.update(
                        with(
                                second,
                                Run.Status.CANCELLED,
                                Optional.empty(),
                                Optional.of(samples.tick()))));
        assertThat(store.lease("me", NOON, LEASE, 9))
                .extracting(Run::id)
                .containsExactly(fourth.id());
        assertThat(store.lease("me", NOON, LEASE, 9)).isEmpty();
    }

    @Test
    void handsAnExpiredLeaseToAnotherProcessAndFencesTheFirst() {
        Deployment deployment = deployed(ALICE, "notebook");
        Run run = running(deployment);
        Run held = store.lease("first", NOON, LEASE, 1).getFirst();
        var fence = new Store.Fence(run.id(), held.epoch());
        write(fence, writer -> writer.append(List.of(samples.event(deployment, "mine"))));
        Store other = another();
        assertThat(other.lease("second", NOON.plus(LEASE).minusMillis(1), LEASE, 1)).isEmpty();
        Run taken = other.lease("second", NOON.plus(LEASE), LEASE, 1).getFirst();
        assertThat(taken.epoch()).isGreaterThan(held.epoch());
        assertThat(taken.leaseOwner()).contains("second");
        assertThatExceptionOfType(StoreException.Fenced.class)
                .isThrownBy(() ->
                        write(
                                fence,
                                writer ->
                                        writer.append(
                                                List.of(samples.event(deployment, "stale")))));
        assertThatExceptionOfType(StoreException.Fenced.class)
                .isThrownBy(() -> write(fence, writer -> writer.renew(run.id(), NOON)));
        assertThat(store.events(ALICE, Optional.empty(), 0, 9))
                .extracting(Event::message)
                .containsExactly("mine");
        assertThat(store.run(run.id())).contains(taken);
    }

    @Test
    void prolongsALeaseThatIsRenewed() {
        Run run = running(deployed(ALICE, "notebook"));
        Run held = store.lease("me", NOON, LEASE, 1).getFirst();
        Instant later = NOON.plus(LEASE).plus(LEASE);
        write(new Store.Fence(run.id(), held.epoch()), writer -> writer.renew(run.id(), later));
        assertThat(store.lease("other", NOON.plus(LEASE), LEASE, 1)).isEmpty();
        assertThat(store.lease("other", later, LEASE, 1)).hasSize(1);
    }

    @Test
    void handsARunOverAtOnceWhenItIsSurrendered() {
        Run run = running(deployed(ALICE, "notebook"));
        Run held = store.lease("me", NOON, LEASE, 1).getFirst();
        var fence = new Store.Fence(run.id(), held.epoch());
        write(fence, writer -> writer.surrender(run.id()));
        assertThat(store.run(run.id()).orElseThrow().leaseOwner()).isEmpty();
        assertThatExceptionOfType(StoreException.Fenced.class)
                .isThrownBy(() -> write(fence, _ -> {}));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> write(writer -> writer.renew(run.id(), NOON)));
        assertThat(store.lease("other", NOON, LEASE, 1).getFirst().epoch())
                .isGreaterThan(held.epoch());
    }

    @Test
    void refusesTheFenceOfARunThatNobodyHolds() {
        Run run = running(deployed(ALICE, "notebook"));
        assertThatExceptionOfType(StoreException.Fenced.class)
                .isThrownBy(() -> write(new Store.Fence(run.id(), 0), _ -> {}));
        assertThatExceptionOfType(StoreException.Fenced.class)
                .isThrownBy(() -> write(new Store.Fence("nothing", 1), _ -> {}));
    }

    @Test
    void leavesWhatHasEndedAndKeepsACancelRequest() {
        Run run = running(deployed(ALICE, "notebook"));
        Run cancelled = with(run, Run.Status.ACTIVE, Optional.of("alice"), Optional.empty());
        write(writer -> writer.update(cancelled));
        Instant end = samples.tick();
        Run ended = with(run, Run.Status.SUCCEEDED, Optional.empty(), Optional.of(end));
        write(writer -> writer.update(ended));
        write(writer -> writer.update(cancelled));
        Run read = store.run(run.id()).orElseThrow();
        assertThat(read.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(read.endedAt()).contains(end);
        assertThat(read.cancelRequested()).contains("alice");
        assertThat(store.lease("me", NOON, LEASE, 1)).isEmpty();
    }

    @Test
    void touchesNeitherLeaseNorEpochWhenARunIsUpdated() {
        Run run = running(deployed(ALICE, "notebook"));
        Run held = store.lease("me", NOON, LEASE, 1).getFirst();
        write(writer -> writer.update(run));
        assertThat(store.run(run.id())).contains(held);
    }

    // ---- all or nothing

    @Test
    void keepsNothingOfWorkThatFailsAndHandsItsExceptionOut() {
        Deployment deployment = samples.deployment(ALICE, "notebook");
        var failure = new IllegalStateException("changed my mind");
        assertThatThrownBy(() ->
                        write(writer -> {
                            writer.insert(deployment);
                            throw failure;
                        }))
                .isSameAs(failure);
        assertThat(store.deployment(ALICE, deployment.id())).isEmpty();
        write(writer -> writer.insert(deployment));
    }

    @Test
    void keepsNothingWhenAWriteHasFailedThoughTheWorkGoesOn() {
        Deployment deployment = samples.deployment(ALICE, "notebook");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        write(writer -> {
                            writer.insert(deployment);
                            assertThatThrownBy(() -> writer.renew("nothing", NOON))
                                    .isInstanceOf(StoreException.class);
                        }));
        assertThat(store.deployment(ALICE, deployment.id())).isEmpty();
    }

    @Test
    void refusesToUpdateWhatIsNotThere() {
        Deployment absent = samples.deployment(ALICE, "absent");
        Run run = samples.run(absent);
        List<Writes> writes =
                List.of(
                        writer -> writer.update(absent),
                        writer -> writer.update(run),
                        writer -> writer.update(samples.step(run, "step")),
                        writer -> writer.update(samples.instance(absent, "db", 0)),
                        writer -> writer.insert(samples.instance(absent, "db", 0)),
                        writer -> writer.insert(run, List.of()),
                        writer -> writer.surrender(run.id()),
                        writer -> writer.append(List.of(samples.event(absent, "x"))));
        assertThat(writes)
                .allSatisfy(write ->
                        assertThatExceptionOfType(StoreException.class)
                                .isThrownBy(() -> write(write)));
    }

    @Test
    void refusesAWriterAfterItsWrite() {
        List<Writer> kept = new ArrayList<>();
        write(kept::add);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> kept.getFirst().insert(samples.deployment(ALICE, "notebook")));
        assertThat(store.deploymentNamed(ALICE, "notebook")).isEmpty();
    }

    @Test
    void refusesEverythingOnceItIsClosed() {
        store.close();
        store.close();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> write(_ -> {}))
                .withMessageContaining("closed");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.deployment(ALICE, "x"))
                .withMessageContaining("closed");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.awaitCommit(Duration.ZERO))
                .withMessageContaining("closed");
    }

    // ---- many at once

    @Test
    void losesNothingOfEightWritersAndShowsEventsInTheOrderOfCommits() throws Exception {
        Deployment deployment = deployed(ALICE, "notebook");
        int each = 50;
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "w" + i + ".";
            work.add(() -> append(deployment, name, each));
        }
        // A reader that goes on from the last id that it has seen must see every event.
        work.add(() -> follow(8 * each, read));
        together(work);
        assertThat(read).hasSize(8 * each).doesNotHaveDuplicates();
        for (int i = 0; i < 8; i++) {
            String name = "w" + i + ".";
            assertThat(read.stream().filter(text -> text.startsWith(name)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(number -> name + number).toList());
        }
    }

    private boolean append(Deployment deployment, String name, int count) {
        for (int i = 0; i < count; i++) {
            Event event = samples.event(deployment, name + i);
            write(writer -> writer.append(List.of(event)));
        }
        return true;
    }

    private boolean follow(int count, List<String> read) throws InterruptedException {
        long last = 0;
        while (read.size() < count) {
            List<Event> events = store.events(ALICE, Optional.empty(), last, 7);
            for (Event event : events) {
                assertThat(event.id()).isGreaterThan(last);
                last = event.id();
                read.add(event.message());
            }
            if (events.isEmpty()) {
                store.awaitCommit(Duration.ofSeconds(60));
            }
        }
        return true;
    }

    @Test
    void doesNotLetTheFailureOfOneTouchTheOthers() throws Exception {
        deployed(ALICE, "taken");
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Deployment deployment = samples.deployment(ALICE, i % 2 == 0 ? "d" + i : "taken");
            work.add(() -> {
                try {
                    write(writer -> writer.insert(deployment));
                    return true;
                } catch (StoreException.NameTaken _) {
                    return false;
                }
            });
        }
        assertThat(together(work)).filteredOn(done -> done).hasSize(20);
        assertThat(store.deployments(ALICE, true, Optional.empty(), 100)).hasSize(21);
    }

    @Test
    void finishesTheWriteOfACallerThatIsInterrupted() throws Exception {
        Deployment deployment = samples.deployment(ALICE, "notebook");
        Future<Boolean> interrupted;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            interrupted =
                    threads.submit(() -> {
                        Thread.currentThread().interrupt();
                        write(writer -> writer.insert(deployment));
                        return Thread.currentThread().isInterrupted();
                    });
        }
        assertThat(interrupted.get()).isTrue();
        assertThat(store.deployment(ALICE, deployment.id())).contains(deployment);
    }

    @Test
    void wakesThoseWhoWaitForACommit() throws Exception {
        deployed(ALICE, "before");
        CountDownLatch waiting = new CountDownLatch(3);
        List<Future<Boolean>> woken = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                woken.add(
                        threads.submit(() -> {
                            store.awaitCommit(Duration.ofSeconds(60));
                            waiting.countDown();
                            // A commit between the two calls must end the second as well.
                            store.awaitCommit(Duration.ofSeconds(60));
                            return store.deploymentNamed(ALICE, "after").isPresent();
                        }));
            }
            assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
            deployed(ALICE, "after");
            for (Future<Boolean> each : woken) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void waitsNoLongerThanAsked() throws Exception {
        deployed(ALICE, "before");
        store.awaitCommit(Duration.ZERO);
        long start = System.nanoTime();
        store.awaitCommit(Duration.ofMillis(50));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(50));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> store.awaitCommit(Duration.ofSeconds(60)));
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        }
    }
}
