package floria.engine.state;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import floria.placement.experience.Experience;
import floria.placement.experience.Ledger;
import floria.placement.failover.Blocks;
import floria.site.Fault;
import floria.tosca.value.Value;

import static floria.engine.state.Samples.ALICE;
import static floria.engine.state.Samples.BOB;
import static floria.engine.state.Samples.NOON;
import static floria.engine.state.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every store is held to: what is written is there, all of it or nothing, for its project. A
 * store's own module extends this and its companions, and opens the store.
 */
public abstract class StoreContract extends OpenedStore {
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
        write(writer -> {
            writer.update(changed);
            writer.update(with(app, Instance.State.DELETING, Map.of()));
        });
        write(writer -> writer.update(deleted));
        assertThat(store.instances(ALICE, deployment.id())).containsExactly(changed, second);
    }

    @Test
    void keepsRunsAndTheStepsOfTheirPlansInOrder() {
        Deployment deployment = deployed(ALICE, "notebook");
        Run run = samples.run(deployment);
        Step create = samples.step(run, "db/create");
        Step start = samples.step(run, "app/start", "db/create", "net");
        write(writer -> {
            writer.insert(run);
            writer.plan(run, List.of(create, start));
        });
        Run newer = samples.run(deployment);
        write(writer -> writer.insert(newer));
        assertThat(store.runs(ALICE, deployment.id())).containsExactly(newer, Samples.planned(run));
        assertThat(store.run(run.id())).contains(Samples.planned(run));
        assertThat(store.run("nothing")).isEmpty();
        assertThat(store.deploymentOf(run)).isEqualTo(deployment);
        assertThat(store.steps(ALICE, run.id())).containsExactly(create, start);
        Step running = with(create, Step.State.RUNNING, samples.tick(), samples.tick());
        write(writer -> writer.update(running));
        reopen();
        assertThat(store.steps(ALICE, run.id())).containsExactly(running, start);
    }

    @Test
    void changesStatesOnlyAsTheTablesSay() {
        Deployment deployment = deployed(ALICE, "notebook");
        write(writer -> writer.update(with(deployment, Deployment.Status.DELETING)));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        write(writer -> writer.update(with(deployment, Deployment.Status.RUNNING))))
                .withMessageContaining("that may become RUNNING");
        Instance instance = samples.instance(deployment, "db", 0);
        write(writer -> writer.insert(instance));
        write(writer -> writer.update(with(instance, Instance.State.DELETING, Map.of())));
        write(writer -> writer.update(with(instance, Instance.State.DELETED, Map.of())));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        write(writer ->
                                writer.update(with(instance, Instance.State.STARTED, Map.of()))));
        Run run = samples.run(deployment);
        Step step = samples.step(run, "db/create");
        write(writer -> {
            writer.insert(run);
            writer.plan(run, List.of(step));
        });
        assertThat(store.<Run>write(writer -> writer.newest(deployment.id())).id())
                .isEqualTo(run.id());
        write(writer -> writer.update(with(step, Step.State.RUNNING, NOON, NOON)));
        write(writer -> writer.update(with(step, Step.State.SUCCEEDED, NOON, NOON)));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        write(writer -> writer.update(with(step, Step.State.RUNNING, NOON, NOON))));
    }

    @Test
    void tellsTheOrderOfRunsThatWereMadeAtTheSameMoment() {
        Deployment deployment = deployed(ALICE, "notebook");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Run run = new Samples(i).run(deployment);
            write(writer -> writer.insert(run));
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
        write(writer -> writer.insert(ended));
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
            writer.insert(run);
            writer.plan(run, List.of(step));
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
        takenDown(first, Deployment.Status.DATA_KEPT);
        assertThatExceptionOfType(StoreException.NameTaken.class)
                .isThrownBy(() -> deployed(ALICE, "notebook"));
        takenDown(first, Deployment.Status.DELETED);
        Deployment second = deployed(ALICE, "notebook");
        assertThat(store.deploymentNamed(ALICE, "notebook")).contains(second);
        assertThatExceptionOfType(StoreException.NameTaken.class)
                .isThrownBy(() ->
                        write(writer -> writer.update(with(first, Deployment.Status.RUNNING))));
    }

    private void takenDown(Deployment deployment, Deployment.Status end) {
        write(writer -> {
            writer.update(with(deployment, Deployment.Status.DELETING));
            writer.update(with(deployment, end));
        });
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
        takenDown(all.get(2), Deployment.Status.DELETED);
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

    @Test
    void keepsWhatIsLearntOfSitesForEveryProject() {
        Blocks.Attempt attempt = new Blocks.Attempt("cloud", "m", Optional.of("z1"), "red");
        Blocks blocks = new Blocks();
        for (Fault.Scope scope :
                List.of(Fault.Scope.OFFER, Fault.Scope.SITE, Fault.Scope.CREDENTIAL)) {
            Fault fault = Fault.of(Fault.Kind.QUOTA, scope, "8 of 8 used", "ask for more");
            write(writer -> blocks.failed(attempt, fault, Samples.NOON).ifPresent(writer::block));
        }
        Fault again = Fault.of(Fault.Kind.CAPACITY, Fault.Scope.SITE, "no host");
        write(writer ->
                Blocks.of(writer.blocks())
                        .failed(attempt, again, Samples.NOON)
                        .ifPresent(writer::block));
        Experience.Subject subject = new Experience.Subject("cloud", "m");
        Experience.Attempt ended =
                new Experience.Attempt(Samples.NOON, true, Duration.ofMillis(1234));
        for (int i = 0; i < 2; i++) {
            write(writer ->
                    writer.learn(subject, writer.learnt(subject).and(ended, Duration.ofDays(1))));
        }
        reopen();

        assertThat(store.blocks()).hasSize(3);
        assertThat(store.blocks())
                .filteredOn(block -> block.target().scope() == Fault.Scope.SITE)
                .singleElement()
                .satisfies(block -> {
                    assertThat(block.times()).isEqualTo(2);
                    assertThat(block.fault()).isEqualTo(again);
                    assertThat(block.since()).isEqualTo(Samples.NOON);
                });
        assertThat(store.experience())
                .containsOnlyKeys(subject)
                .hasEntrySatisfying(
                        subject,
                        sums ->
                                assertThat(sums)
                                        .isEqualTo(
                                                Ledger.Sums.EMPTY
                                                        .and(ended, Duration.ofDays(1))
                                                        .and(ended, Duration.ofDays(1))));

        write(writer -> writer.unblock(Blocks.targets(attempt)));
        assertThat(store.blocks()).isEmpty();
    }

    @Test
    void keepsWhatStoodUntilItLeft() {
        Deployment deployment = deployed(ALICE, "notebook");
        Instance instance = samples.instance(deployment, "db", 0);
        Stay stay = stay(instance, Samples.NOON);
        write(writer -> {
            writer.stands(stay);
            // A step that is taken again tells it again.
            writer.stands(stay(instance, Samples.NOON.plusSeconds(5)));
        });
        reopen();
        Optional<String> one = Optional.of(deployment.id());
        Instant later = Samples.NOON.plusSeconds(60);
        assertThat(store.stays(ALICE, one, Samples.NOON, later)).containsExactly(stay);
        assertThat(store.stays(ALICE, Optional.empty(), Samples.NOON, Samples.NOON)).isEmpty();
        assertThat(store.stays(Samples.BOB, one, Samples.NOON, later)).isEmpty();

        write(writer -> {
            writer.left(instance.id(), later);
            writer.stands(stay(instance, later.plusSeconds(60)));
        });
        assertThat(store.stays(ALICE, Optional.empty(), Samples.NOON, later.plusSeconds(1)))
                .singleElement()
                .satisfies(left -> assertThat(left.until()).contains(later));
        assertThat(store.stays(ALICE, one, later, later.plusSeconds(61)))
                .singleElement()
                .satisfies(second -> assertThat(second.until()).isEmpty());
    }

    private static Stay stay(Instance instance, Instant from) {
        return new Stay(
                instance.id(),
                1,
                instance.deployment(),
                ALICE.project(),
                ALICE.actor(),
                "db",
                0,
                "local",
                "small",
                Optional.of(new BigDecimal("0.000001")),
                "EUR",
                2,
                0.5,
                from,
                Optional.empty());
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
                        writer -> writer.insert(run),
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
}
