package floria.testing;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

import floria.site.Channel;
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
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the suites of {@link SiteContract} need from an adapter, and the resources that they make.
 * Whatever a test made is released after it.
 */
public abstract class SiteFixture {
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final List<Site> opened = new ArrayList<>();

    /** The installation that the tests work as; another one for each test. */
    protected final String installation = letters(8);

    /** A second installation on the same back end. */
    protected final String stranger = letters(8);

    /** Opened before each test. */
    protected Site site;

    /**
     * A new adapter object on the back end of the other ones, as after a restart of the server.
     * Aborts with one line that starts with "not run: " when the back end is not there.
     */
    protected abstract Site open() throws Exception;

    /** Called after each test, when its resources were released. */
    protected void closeBackEnd() throws Exception {}

    /** What the site lacks, with the reason. */
    protected Map<SiteFeature, String> lacks() {
        return Map.of();
    }

    /** How long a resource may take to become ready. */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** What test machines ask for; small. */
    protected Hardware small() {
        return Hardware.of(0.5, 128L << 20, 1L << 30);
    }

    /** Where a machine sees a volume that is mounted at this path. */
    protected String mounted(Channel channel, String path) {
        return path;
    }

    /**
     * A program that listens, prints "up", and answers each connection with a line; runs on a
     * machine.
     */
    protected List<String> listener(String host, int port, String answer) {
        String program =
                """
                use IO::Socket::INET;
                my $server = IO::Socket::INET->new(
                    LocalAddr => $ARGV[0], LocalPort => $ARGV[1], Listen => 5, ReuseAddr => 1)
                    or die "cannot listen: $!";
                $| = 1;
                print "up\\n";
                while (my $client = $server->accept) { print $client "$ARGV[2]\\n"; close $client }
                """;
        return List.of("perl", "-e", program, host, Integer.toString(port), answer);
    }

    /** A container that keeps running; empty when the site realises none. */
    protected Optional<ResourceSpec.Container> container(Key key) {
        return Optional.empty();
    }

    /** More than can be had; empty when the test environment cannot bring that about. */
    protected Optional<List<ResourceSpec>> beyondCapacity() {
        return Optional.empty();
    }

    /** More than the user's share; empty when the test environment cannot bring that about. */
    protected Optional<List<ResourceSpec>> beyondQuota() {
        return Optional.empty();
    }

    /** The same kind of site with a back end that does not answer. */
    protected Optional<Site> unreachable() {
        return Optional.empty();
    }

    /** The same kind of site with a credential that its back end refuses. */
    protected Optional<Site> unauthorized() {
        return Optional.empty();
    }

    @BeforeEach
    void openSite() throws Exception {
        site = reopen();
    }

    @AfterEach
    void releaseEverything() throws Exception {
        try {
            // Nothing was opened when the back end is not there.
            for (String owner :
                    opened.isEmpty() ? List.<String>of() : List.of(installation, stranger)) {
                SiteContext context = context(owner);
                List<Key> keys = owned(site, owner).stream().map(Owned::key).sorted().toList();
                // Machines first: what they mount or sit on may not go before them.
                keys.stream()
                        .filter(key -> holdsOthers(key))
                        .forEach(key -> site.release(context, key));
                keys.stream()
                        .filter(key -> !holdsOthers(key))
                        .forEach(key -> site.release(context, key));
            }
        } finally {
            opened.forEach(Site::close);
            closeBackEnd();
        }
    }

    private static boolean holdsOthers(Key key) {
        return key.part() == Key.Part.MACHINE || key.part() == Key.Part.CONTAINER;
    }

    /** Another adapter object on the same back end. */
    protected final Site reopen() throws Exception {
        Site fresh = open();
        opened.add(fresh);
        return fresh;
    }

    protected final void needs(SiteFeature feature) {
        String reason = lacks().get(feature);
        if (reason != null) {
            Assumptions.abort("not run: " + reason);
        }
    }

    protected final SiteContext context() {
        return context(installation);
    }

    protected final SiteContext context(String owner) {
        return new SiteContext("default", owner, Instant.now().plus(patience()), () -> false);
    }

    protected final Key key(Key.Part part) {
        return new Key(installation, letters(26), part, 1);
    }

    protected final Key next(Key key) {
        return new Key(key.installation(), key.instance(), key.part(), key.generation() + 1);
    }

    protected final String offer(Offer.Kind kind) {
        return site.offers(context()).stream()
                .filter(offer -> offer.realises().contains(kind))
                .map(Offer::id)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("not run: no offer realises a " + kind));
    }

    protected final Optional<String> image() {
        return site.describe().images().stream()
                .filter(image -> !image.equals(SiteDescription.REGISTRIES))
                .sorted()
                .findFirst();
    }

    protected final Labels labels() {
        return new Labels("default", "contract", "node");
    }

    protected final Machine machine(Port... ports) {
        return machine(key(Key.Part.MACHINE), ports);
    }

    protected final Machine machine(Key key, Port... ports) {
        return new Machine(
                key,
                labels(),
                offer(Offer.Kind.MACHINE),
                small(),
                image(),
                "m" + key.instance().substring(20) + key.generation(),
                Arrays.asList(ports),
                List.of(),
                List.of());
    }

    /** A machine that a batch system gives, with the least that can be asked of it. */
    protected final Machine allocation() {
        return with(machine(), ResourceSpec.Allocation.ONE_NODE);
    }

    protected final Machine with(Machine machine, ResourceSpec.Allocation allocation) {
        return new Machine(
                machine.key(),
                machine.labels(),
                machine.offer(),
                machine.hardware(),
                machine.image(),
                machine.hostname(),
                machine.ports(),
                machine.networks(),
                machine.mounts(),
                Optional.of(allocation));
    }

    protected final Machine with(Machine machine, Labels labels) {
        return new Machine(
                machine.key(),
                labels,
                machine.offer(),
                machine.hardware(),
                machine.image(),
                machine.hostname(),
                machine.ports(),
                machine.networks(),
                machine.mounts());
    }

    protected final Machine with(Machine machine, Optional<String> image, String offer) {
        return new Machine(
                machine.key(),
                machine.labels(),
                offer,
                machine.hardware(),
                image,
                machine.hostname(),
                machine.ports(),
                machine.networks(),
                machine.mounts());
    }

    protected final Machine with(Machine machine, List<Key> networks, List<Mount> mounts) {
        return new Machine(
                machine.key(),
                machine.labels(),
                machine.offer(),
                machine.hardware(),
                machine.image(),
                machine.hostname(),
                machine.ports(),
                networks,
                mounts);
    }

    protected final ResourceSpec.Volume volume() {
        return new ResourceSpec.Volume(
                key(Key.Part.VOLUME), labels(), offer(Offer.Kind.VOLUME), 64L << 20);
    }

    protected final ResourceSpec.Network network() {
        return new ResourceSpec.Network(key(Key.Part.NETWORK), labels(), offer(Offer.Kind.NETWORK));
    }

    protected static Port anyPort(String name, int inside) {
        return new Port(name, inside, OptionalInt.empty());
    }

    /** Makes the resources and waits until all are ready. */
    protected final List<Observed> ready(ResourceSpec... specs) {
        return ready(site, specs);
    }

    protected final List<Observed> ready(Site on, ResourceSpec... specs) {
        List<ResourceSpec> wanted = Arrays.asList(specs);
        List<Observed> first = on.ensure(context(wanted.getFirst().key().installation()), wanted);
        assertThat(first)
                .extracting(Observed::key)
                .containsExactlyElementsOf(wanted.stream().map(ResourceSpec::key).toList());
        return wanted.stream().map(spec -> await(on, spec.key(), State.READY)).toList();
    }

    protected final Observed await(Site on, Key key, State state) {
        return Awaitility.await("state of " + key)
                .atMost(patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> observe(on, key),
                        seen -> {
                            if (seen.state() == State.FAILED && state != State.FAILED) {
                                throw new AssertionError("failed: " + seen.fault());
                            }
                            return seen.state() == state;
                        });
    }

    protected final Observed observe(Site on, Key key) {
        Map<Key, Observed> seen = on.observe(context(key.installation()), Set.of(key));
        assertThat(seen).containsOnlyKeys(key);
        return Optional.ofNullable(seen.get(key)).orElseThrow();
    }

    protected final List<Owned> owned(Site on, String owner) {
        try (var all = on.owned(context(owner))) {
            return all.toList();
        }
    }

    protected final Channel channel(Key key) {
        return site.channel(context(), key);
    }

    /** Why making these fails, at once or while they become ready. */
    protected final Fault faultOf(ResourceSpec... specs) {
        List<ResourceSpec> wanted = Arrays.asList(specs);
        try {
            site.ensure(context(), wanted);
        } catch (SiteException e) {
            return e.fault();
        }
        Key last = wanted.getLast().key();
        return await(site, last, State.FAILED).fault().orElseThrow();
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
