package floria.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Command;
import floria.site.Endpoint;
import floria.site.Execution;
import floria.site.Execution.Status;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.ResourceSpec.Port;
import floria.site.Site;
import floria.site.SiteException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The suite that every adapter passes, against its real back end. An adapter extends it, says how
 * it is opened, and what it {@link #lacks}.
 */
public abstract class SiteContract extends ChannelContract {

    /** One of each kind that the site realises. */
    private List<ResourceSpec> oneOfEach() {
        List<ResourceSpec> specs = new ArrayList<>();
        for (Offer.Kind kind : Offer.Kind.values()) {
            boolean realised =
                    site.offers(context()).stream().anyMatch(o -> o.realises().contains(kind));
            if (realised) {
                switch (kind) {
                    case MACHINE -> specs.add(machine(anyPort("web", 8080)));
                    case ALLOCATION -> specs.add(allocation());
                    case VOLUME -> specs.add(volume());
                    case NETWORK -> specs.add(network());
                    case CONTAINER -> container(key(Key.Part.CONTAINER)).ifPresent(specs::add);
                }
            }
        }
        return specs;
    }

    private List<Key> ownedKeys(Site on) {
        return owned(on, installation).stream().map(Owned::key).sorted().toList();
    }

    private static List<Key> keys(List<ResourceSpec> specs) {
        return specs.stream().map(ResourceSpec::key).sorted().toList();
    }

    @Test
    void describesItself() {
        assertThat(site.describe().name()).isNotBlank();
        assertThat(site.describe().kind()).isNotBlank();
        assertThat(site.offers(context()))
                .isNotEmpty()
                .allSatisfy(offer -> assertThat(offer.pricePerHour()).isNotNegative())
                .extracting(Offer::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void makesEachKindOnceAndAdoptsItTheSecondTime() {
        List<ResourceSpec> specs = oneOfEach();
        for (ResourceSpec spec : specs) {
            Observed first = ready(spec).getFirst();
            Observed second = ready(spec).getFirst();
            assertThat(second).isEqualTo(first);
        }
        assertThat(ownedKeys(site)).isEqualTo(keys(specs));
    }

    @Test
    void adoptsWhatAServerMadeThatDiedBeforeItWroteItDown() throws Exception {
        for (ResourceSpec spec : oneOfEach()) {
            site.ensure(context(), List.of(spec));
            Site later = reopen();
            Observed adopted = ready(later, spec).getFirst();
            assertThat(observe(site, spec.key())).isEqualTo(adopted);
            assertThat(ownedKeys(later)).containsOnlyOnce(spec.key());
        }
    }

    @Test
    void keepsTheFilesOfAMachineThatIsAdopted() throws Exception {
        needs(SiteFeature.CHANNEL);
        Machine machine = machine();
        ready(machine);
        output(channel(machine.key()), "write", "echo kept >file");

        Site later = reopen();
        ready(later, machine);

        assertThat(output(later.channel(context(), machine.key()), "read", "cat file"))
                .containsExactly("kept");
    }

    @Test
    void makesAllOfAGangOrNone() {
        needs(SiteFeature.IMAGES);
        Machine good = machine();
        Machine bad = machine();
        assertThat(faultOf(good, with(bad, Optional.of("no-such:image"), bad.offer())).kind())
                .isEqualTo(Fault.Kind.NOT_FOUND);
        assertThat(observe(site, good.key()).state()).isEqualTo(State.ABSENT);
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void leavesWhatWasThereWhenTheRestOfAGangFails() {
        needs(SiteFeature.IMAGES);
        Machine there = machine();
        ready(there);
        Machine bad = machine();
        faultOf(there, with(bad, Optional.of("no-such:image"), bad.offer()));
        assertThat(observe(site, there.key()).state()).isEqualTo(State.READY);
    }

    @Test
    void saysAbsentOfWhatItDoesNotKnow() {
        for (Key.Part part : Key.Part.values()) {
            Key unknown = key(part);
            assertThat(observe(site, unknown)).isEqualTo(Observed.absent(unknown));
        }
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void releasesAsOftenAsItIsAsked() {
        for (ResourceSpec spec : oneOfEach()) {
            ready(spec);
            site.release(context(), spec.key());
            await(site, spec.key(), State.ABSENT);
            site.release(context(), spec.key());
            site.release(context(), next(spec.key()));
        }
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void leavesTheNewerGenerationWhenTheOlderIsReleased() {
        Key old = key(Key.Part.MACHINE);
        ready(machine(old));
        ready(machine(next(old)));

        site.release(context(), old);

        await(site, old, State.ABSENT);
        assertThat(observe(site, next(old)).state()).isEqualTo(State.READY);
        site.release(context(), old);
        assertThat(ownedKeys(site)).containsExactly(next(old));
    }

    @Test
    void keepsTwoInstallationsApart() {
        Machine mine = machine();
        Key theirs = new Key(stranger, mine.key().instance(), Key.Part.MACHINE, 1);
        ready(mine);
        ready(machine(theirs));

        assertThat(ownedKeys(site)).containsExactly(mine.key());
        assertThat(owned(site, stranger)).extracting(Owned::key).containsExactly(theirs);
        assertThat(observe(site, mine.key()).state()).isEqualTo(State.READY);
        try {
            site.release(context(stranger), mine.key());
        } catch (SiteException e) {
            assertThat(e.fault().kind().retryable()).isFalse();
        }
        assertThat(observe(site, mine.key()).state()).isEqualTo(State.READY);
        site.release(context(stranger), theirs);
        assertThat(observe(site, mine.key()).state()).isEqualTo(State.READY);
    }

    @Test
    void labelsWhatItMakes() {
        Machine machine = with(machine(), new Labels("default", "my-notebook", "jupyter"));
        ready(machine);
        assertThat(owned(site, installation))
                .containsExactly(new Owned(machine.key(), machine.labels(), State.READY));
    }

    @Test
    void isNotImpressedByHostileNames() {
        for (String name :
                List.of("../../../etc/x", "$(reboot)", "a'b\"c;d", "ζ 漢字 🚀", "-rf", "a\nb=c")) {
            Machine machine = with(machine(), new Labels(name, name, name));
            ready(machine);
            assertThat(ownedKeys(site)).containsExactly(machine.key());
            site.release(context(), machine.key());
            await(site, machine.key(), State.ABSENT);
        }
    }

    @Test
    void stopsAndStarts() {
        needs(SiteFeature.STOP_START);
        Machine machine = machine(anyPort("web", 8080));
        Observed before = ready(machine).getFirst();
        boolean channel = !lacks().containsKey(SiteFeature.CHANNEL);
        if (channel) {
            Channel way = channel(machine.key());
            output(way, "write", "echo kept >file");
            awaitLine(way.start(sh(way, "long", "echo up; exec sleep 600")), "up");
        }

        site.stop(context(), machine.key());
        site.stop(context(), machine.key());
        await(site, machine.key(), State.STOPPED);
        site.start(context(), machine.key());
        site.start(context(), machine.key());
        Observed after = await(site, machine.key(), State.READY);

        assertThat(after.endpoints())
                .extracting(Endpoint::name)
                .isEqualTo(before.endpoints().stream().map(Endpoint::name).toList());
        if (channel) {
            Channel way = channel(machine.key());
            assertThat(output(way, "read", "cat file")).containsExactly("kept");
            assertThat(way.find("long").map(Execution::status))
                    .hasValueSatisfying(s -> assertThat(s).isNotEqualTo(new Status.Running()));
        }
    }

    @Test
    void saysWhatAChangeTakes() {
        Machine machine = machine();
        ready(machine);
        assertThat(site.change(context(), machine)).isEqualTo(ChangeKind.NONE);
        Hardware more = Hardware.of(1, machine.hardware().memory() * 2, machine.hardware().disk());
        Machine bigger =
                new Machine(
                        machine.key(),
                        machine.labels(),
                        machine.offer(),
                        more,
                        machine.image(),
                        machine.hostname(),
                        List.of(anyPort("new", 9000)),
                        machine.networks(),
                        machine.mounts());
        assertThat(site.change(context(), bigger)).isNotEqualTo(ChangeKind.NONE);
    }

    @Test
    void publishesPortsThatAreReached() throws IOException {
        needs(SiteFeature.CHANNEL);
        needs(SiteFeature.REACHABLE_PORTS);
        Machine machine = machine(anyPort("web", 8080), anyPort("admin", 8081));
        List<Endpoint> endpoints = ready(machine).getFirst().endpoints();
        assertThat(endpoints).extracting(Endpoint::name).containsExactly("web", "admin");
        Channel channel = channel(machine.key());
        for (Endpoint endpoint : endpoints) {
            Command listen =
                    new Command(
                            "listen-" + endpoint.name(),
                            listener(endpoint.bindHost(), endpoint.bindPort(), endpoint.name()),
                            Map.of(),
                            channel.workspace());
            awaitLine(channel.start(listen), "up");
            assertThat(answer(endpoint)).isEqualTo(endpoint.name());
        }
    }

    private static String answer(Endpoint endpoint) throws IOException {
        try (Socket socket = new Socket(endpoint.host(), endpoint.port());
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            return Optional.ofNullable(in.readLine()).orElse("nothing");
        }
    }

    @Test
    void publishesThePortThatWasChosen() throws IOException {
        needs(SiteFeature.FIXED_PORTS);
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Machine machine = machine(new Port("web", 8080, OptionalInt.of(free)));
        assertThat(ready(machine).getFirst().endpoints())
                .extracting(Endpoint::port)
                .containsExactly(free);
        // Adopting it does not find its own port taken.
        assertThat(ready(machine).getFirst().endpoints())
                .extracting(Endpoint::port)
                .containsExactly(free);
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        needs(SiteFeature.FIXED_PORTS);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Fault fault = faultOf(machine(new Port("web", 8080, OptionalInt.of(port))));
            assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT);
            assertThat(fault.message()).contains(Integer.toString(port));
        }
    }

    @Test
    void saysWhichImageIsUnknown() {
        needs(SiteFeature.IMAGES);
        Machine machine = machine();
        Fault fault = faultOf(with(machine, Optional.of("plan9:4"), machine.offer()));
        assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND);
        assertThat(fault.message()).contains("plan9:4");
        assertThat(fault.hint()).isPresent();
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void saysWhichOfferIsUnknown() {
        Machine machine = machine();
        Fault fault = faultOf(with(machine, machine.image(), "no-such-offer"));
        assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND);
        assertThat(fault.message()).contains("no-such-offer");
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void keepsAVolumeWhenItsMachineGoes() {
        needs(SiteFeature.CHANNEL);
        needs(SiteFeature.MOUNTS);
        ResourceSpec.Volume volume = volume();
        Mount mount = new Mount(volume.key(), "/data/deep");
        Machine first = with(machine(), List.of(), List.of(mount));
        ready(volume, first);
        Channel channel = channel(first.key());
        output(channel, "write", "echo kept >\"$1/file\"", mounted(channel, mount.path()));
        site.release(context(), first.key());
        await(site, first.key(), State.ABSENT);

        Machine second = with(machine(), List.of(), List.of(mount));
        ready(volume, second);

        Channel later = channel(second.key());
        assertThat(output(later, "read", "cat \"$1/file\"", mounted(later, mount.path())))
                .containsExactly("kept");
    }

    @Test
    void letsMachinesOnOneNetworkFindEachOther() {
        needs(SiteFeature.CHANNEL);
        needs(SiteFeature.NAMES);
        ResourceSpec.Network network = network();
        Machine one = with(machine(), List.of(network.key()), List.of());
        Machine other = with(machine(), List.of(network.key()), List.of());
        ready(network, one, other);
        assertThat(output(channel(one.key()), "look", "getent hosts \"$1\"", other.hostname()))
                .isNotEmpty();
    }

    @Test
    void refusesAChannelIntoNothing() {
        assertThatThrownBy(() -> site.channel(context(), key(Key.Part.MACHINE)).workspace())
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.NOT_FOUND));
    }

    @Test
    void saysThatNothingIsFree() {
        ResourceSpec[] specs =
                beyondCapacity()
                        .orElseGet(() -> Assumptions.abort("not run: no limit of capacity here"))
                        .toArray(ResourceSpec[]::new);
        assertThat(faultOf(specs).kind()).isEqualTo(Fault.Kind.CAPACITY);
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void saysThatTheShareIsUsedUp() {
        ResourceSpec[] specs =
                beyondQuota()
                        .orElseGet(() -> Assumptions.abort("not run: no quota here"))
                        .toArray(ResourceSpec[]::new);
        assertThat(faultOf(specs).kind()).isEqualTo(Fault.Kind.QUOTA);
        assertThat(ownedKeys(site)).isEmpty();
    }

    @Test
    void saysThatTheSiteIsNotReached() {
        Site gone = unreachable().orElseGet(() -> Assumptions.abort("not run: always reachable"));
        refusesWith(gone, Fault.Kind.UNREACHABLE);
    }

    @Test
    void saysThatTheCredentialIsRefused() {
        Site closed = unauthorized().orElseGet(() -> Assumptions.abort("not run: no credentials"));
        refusesWith(closed, Fault.Kind.AUTHORIZATION);
    }

    private void refusesWith(Site broken, Fault.Kind kind) {
        try (broken) {
            assertThatThrownBy(() ->
                            broken.observe(context(), java.util.Set.of(key(Key.Part.MACHINE))))
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e -> {
                                assertThat(e.fault().kind()).isEqualTo(kind);
                                assertThat(e.fault().message()).isNotBlank();
                            });
        }
    }
}
