package floria.engine.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static floria.engine.state.Samples.ALICE;
import static floria.engine.state.Samples.BOB;
import static floria.engine.state.Samples.NOON;
import static floria.engine.state.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every store is held to: one process works on a run at a time. */
public abstract class StoreLeaseContract extends OpenedStore {
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
        Run cancelled =
                with(
                        run,
                        Run.Status.ACTIVE,
                        Optional.of(new Run.Stop(Run.Stop.Why.CANCEL, "alice")),
                        Optional.empty());
        write(writer -> writer.update(cancelled));
        Instant end = samples.tick();
        Run ended = with(run, Run.Status.SUCCEEDED, Optional.empty(), Optional.of(end));
        write(writer -> writer.update(ended));
        write(writer -> writer.update(cancelled));
        Run read = store.run(run.id()).orElseThrow();
        assertThat(read.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(read.endedAt()).contains(end);
        assertThat(read.stop()).contains(new Run.Stop(Run.Stop.Why.CANCEL, "alice"));
        assertThat(store.lease("me", NOON, LEASE, 1)).isEmpty();
    }

    @Test
    void touchesNeitherLeaseNorEpochWhenARunIsUpdated() {
        Run run = running(deployed(ALICE, "notebook"));
        Run held = store.lease("me", NOON, LEASE, 1).getFirst();
        write(writer -> writer.update(run));
        assertThat(store.run(run.id())).contains(held);
    }
}
