package floria.site.hosts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.site.Allowance;
import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Endpoint;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;
import floria.site.ssh.SshSettings;

/**
 * A pool of machines that are reached by SSH. Each host is an offer and a zone of its own. A
 * machine is a share of a host, or all of it: a folder, what is reserved for it, and the processes
 * that were started in it. A volume is a folder on one host; a network is nothing but its name, as
 * the hosts see each other anyway. Everything that is reserved is written on the hosts, so that
 * another server finds it there.
 *
 * <p>There is no root folder of a machine's own: a volume that is to be mounted at {@code /data} is
 * found at {@code "${FLORIA_MOUNTS:-}/data"}.
 */
public final class HostsSite implements Site {
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration RELEASE_GRACE = Duration.ofSeconds(3);

    private final HostsSettings settings;
    private final HostOffers offers;
    private final Map<String, Host> hosts = new LinkedHashMap<>();

    /** Where a key was last seen; nothing but a hint where to look first. */
    private final Map<Key, Host> hints = new ConcurrentHashMap<>();

    public HostsSite(HostsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.offers = new HostOffers(settings);
        for (SshSettings way : settings.hosts()) {
            hosts.put(way.host(), new Host(settings, way, clock));
        }
    }

    @Override
    public SiteDescription describe() {
        return new SiteDescription(
                settings.name(),
                "hosts",
                hosts.size() == 1
                        ? "the machine " + hosts.keySet().iterator().next()
                        : hosts.size() + " machines by SSH",
                settings.users() == HostsSettings.Users.OWN,
                Optional.empty(),
                hosts.values().stream()
                        .flatMap(host -> host.known().stream())
                        .flatMap(known -> known.image().stream())
                        .collect(Collectors.toSet()));
    }

    /** A host that does not answer offers nothing; only when none does, that is a fault. */
    @Override
    public List<Offer> offers(SiteContext context) {
        Map<Host, Poll.Answer<Offer>> answers = Poll.of(hosts.values(), offers::of);
        List<Offer> found =
                answers.values().stream().flatMap(answer -> answer.value().stream()).toList();
        if (found.isEmpty()) {
            throw Poll.firstFault(answers.values());
        }
        return Stream.concat(found.stream(), Anywhere.of(found).stream()).toList();
    }

    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> answered) {
        return answered.stream()
                .flatMap(offer ->
                        Optional.ofNullable(hosts.get(offer.id())).stream()
                                .flatMap(host -> offers.allowances(host, offer).stream()))
                .toList();
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        for (ResourceSpec spec : specs) {
            requireOwn(context, spec.key());
            check(spec);
        }
        Map<Key, Observed> there =
                observe(context, specs.stream().map(ResourceSpec::key).collect(Collectors.toSet()));
        List<ResourceSpec> fresh =
                specs.stream()
                        .filter(spec -> state(there, spec.key()) == State.ABSENT)
                        .sorted(java.util.Comparator.comparing(spec -> spec instanceof Machine))
                        .toList();
        List<ResourceSpec> made = new ArrayList<>();
        try {
            for (ResourceSpec spec : fresh) {
                // Tried again when it was cut off: what is there is adopted.
                made.add(spec);
                claim(spec);
            }
        } catch (SiteException e) {
            made.reversed().forEach(spec -> undo(spec, e));
            throw e;
        }
        Map<Key, Observed> all =
                observe(context, specs.stream().map(ResourceSpec::key).collect(Collectors.toSet()));
        return specs.stream()
                .map(spec -> Optional.ofNullable(all.get(spec.key())).orElseThrow())
                .toList();
    }

    private void claim(ResourceSpec spec) {
        if (!Anywhere.is(spec.offer())) {
            Host host = host(spec.offer());
            host.claim(spec);
            hints.put(spec.key(), host);
            return;
        }
        List<Offer> free =
                Poll.of(hosts.values(), offers::of).values().stream()
                        .flatMap(answer -> answer.value().stream())
                        .toList();
        for (String name : Anywhere.order(free, spec)) {
            Host host = host(name);
            try {
                host.claim(spec);
                hints.put(spec.key(), host);
                return;
            } catch (SiteException e) {
                if (e.fault().kind() != Fault.Kind.CAPACITY) {
                    throw e;
                }
                // Somebody else was faster; the next may have room.
            }
        }
        throw HostFaults.fault(
                Fault.Kind.CAPACITY,
                Scope.OFFER,
                "No host of '" + settings.name() + "' has room for " + spec.key() + ".",
                "Ask for less, or wait until something is released.");
    }

    private static State state(Map<Key, Observed> seen, Key key) {
        return Optional.ofNullable(seen.get(key)).orElseGet(() -> Observed.absent(key)).state();
    }

    private void undo(ResourceSpec spec, SiteException why) {
        Host host = Anywhere.is(spec.offer()) ? hints.get(spec.key()) : host(spec.offer());
        if (host == null) {
            return;
        }
        try {
            host.release(spec.key(), RELEASE_GRACE);
        } catch (SiteException e) {
            // The engine releases by key whatever is left of an attempt that failed.
            why.addSuppressed(e);
        }
    }

    private void check(ResourceSpec spec) {
        Host host =
                Anywhere.is(spec.offer()) ? hosts.values().iterator().next() : host(spec.offer());
        switch (spec) {
            case Machine machine ->
                    machine.image()
                            .filter(image -> !host.inventory().image().equals(Optional.of(image)))
                            .ifPresent(image -> {
                                throw HostFaults.fault(
                                        Kind.NOT_FOUND,
                                        Scope.OFFER,
                                        host.name()
                                                + " has nothing for the image '"
                                                + image
                                                + "': it runs "
                                                + host.inventory().title()
                                                + ".",
                                        "Leave the image (the os capability) out, or use another"
                                                + " site.");
                            });
            case ResourceSpec.Container container ->
                    throw HostFaults.fault(
                            Kind.INVALID,
                            Scope.SITE,
                            "Site '"
                                    + settings.name()
                                    + "' runs no containers, such as "
                                    + container.image()
                                    + ".",
                            "Place it on a site of kind 'containers'.");
            case ResourceSpec.Volume _, ResourceSpec.Network _ -> {}
        }
    }

    private Host host(String offer) {
        return Optional.ofNullable(hosts.get(offer))
                .orElseThrow(() ->
                        HostFaults.fault(
                                Kind.NOT_FOUND,
                                Scope.OFFER,
                                "Site '" + settings.name() + "' has no offer '" + offer + "'.",
                                "Its hosts are "
                                        + hosts.keySet().stream()
                                                .limit(20)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        Map<Key, Placed> placed = find(context, keys);
        Map<Key, Observed> seen = new LinkedHashMap<>();
        for (Key key : keys) {
            seen.put(
                    key,
                    Optional.ofNullable(placed.get(key))
                            .map(this::observed)
                            .orElseGet(() -> Observed.absent(key)));
        }
        return seen;
    }

    private record Placed(Host host, Claim claim) {}

    /**
     * Looks at the hosts where the keys were last seen, and for the rest at all of them.
     *
     * @throws SiteException when a key was not found, and a host that could have it did not answer
     */
    private Map<Key, Placed> find(SiteContext context, Set<Key> keys) {
        Set<Key> own =
                keys.stream()
                        .filter(key -> key.installation().equals(context.installation()))
                        .collect(Collectors.toSet());
        Map<Key, Placed> found = new HashMap<>();
        Set<Host> first =
                own.stream()
                        .flatMap(key -> Optional.ofNullable(hints.get(key)).stream())
                        .collect(Collectors.toSet());
        Collection<Poll.Answer<List<Claim>>> answers = look(first, own, found);
        answers.stream()
                .flatMap(answer -> answer.fault().stream())
                .findFirst()
                .ifPresent(fault -> {
                    throw fault;
                });
        if (!found.keySet().containsAll(own)) {
            Set<Host> rest =
                    hosts.values().stream()
                            .filter(host -> !first.contains(host))
                            .collect(Collectors.toSet());
            Collection<Poll.Answer<List<Claim>>> others = look(rest, own, found);
            if (!found.keySet().containsAll(own)
                    && others.stream().anyMatch(answer -> answer.fault().isPresent())) {
                throw Poll.firstFault(others);
            }
        }
        return found;
    }

    private Collection<Poll.Answer<List<Claim>>> look(
            Set<Host> where, Set<Key> keys, Map<Key, Placed> found) {
        Map<Host, Poll.Answer<List<Claim>>> answers = Poll.of(where, Host::claims);
        answers.forEach((host, answer) ->
                answer.value().stream()
                        .flatMap(List::stream)
                        .filter(claim -> keys.contains(claim.key()))
                        .forEach(claim -> {
                            found.put(claim.key(), new Placed(host, claim));
                            hints.put(claim.key(), host);
                        }));
        return answers.values();
    }

    private Observed observed(Placed placed) {
        Claim claim = placed.claim();
        Inventory inventory = placed.host().inventory();
        State state = claim.stopped() ? State.STOPPED : State.READY;
        if (claim.key().part() != Key.Part.MACHINE) {
            String path = inventory.base() + "/r/" + claim.key() + "/data";
            Map<String, String> attributes =
                    claim.key().part() == Key.Part.VOLUME ? Map.of("path", path) : Map.of();
            return new Observed(claim.key(), state, attributes, List.of(), Optional.empty());
        }
        String address = inventory.address().orElse(placed.host().name());
        String workspace = inventory.base() + "/r/" + claim.key() + "/w";
        Map<String, String> attributes = new HashMap<>();
        attributes.put("private_address", address);
        attributes.put("public_address", address);
        attributes.put("host", placed.host().name());
        attributes.put("workspace", workspace);
        attributes.put(
                "resource_limits", new Isolation(settings, inventory, claim, workspace).title());
        if (!claim.gpus().isEmpty()) {
            attributes.put("gpus", String.join(",", claim.gpus()));
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < claim.ports().size(); i++) {
            int port = claim.ports().get(i);
            endpoints.add(new Endpoint(claim.portNames().get(i), address, port, address, port));
        }
        return new Observed(claim.key(), state, attributes, endpoints, Optional.empty());
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        Placed now = required(context, to.key());
        return !(to instanceof Machine) || now.claim().print().equals(Claim.print(to))
                ? ChangeKind.NONE
                : ChangeKind.REPLACE;
    }

    private Placed required(SiteContext context, Key key) {
        return Optional.ofNullable(find(context, Set.of(key)).get(key))
                .orElseThrow(() ->
                        HostFaults.fault(
                                Kind.NOT_FOUND,
                                Scope.RESOURCE,
                                "Site '" + settings.name() + "' has no " + key + ".",
                                "It was released, or its folder on the host was removed."));
    }

    @Override
    public void stop(SiteContext context, Key key) {
        required(context, key).host().stop(key, STOP_GRACE);
    }

    @Override
    public void start(SiteContext context, Key key) {
        required(context, key).host().start(key);
    }

    @Override
    public void release(SiteContext context, Key key) {
        requireOwn(context, key);
        Optional.ofNullable(find(context, Set.of(key)).get(key))
                .ifPresent(placed -> placed.host().release(key, RELEASE_GRACE));
        hints.remove(key);
    }

    /** What is on the hosts that answer; a host that does not is a fault, for nothing is known. */
    @Override
    public Stream<Owned> owned(SiteContext context) {
        Collection<Poll.Answer<List<Claim>>> answers =
                Poll.of(hosts.values(), Host::claims).values();
        if (answers.stream().anyMatch(answer -> answer.fault().isPresent())) {
            throw Poll.firstFault(answers);
        }
        return answers.stream()
                .flatMap(answer -> answer.value().orElse(List.of()).stream())
                .filter(claim -> claim.key().installation().equals(context.installation()))
                .map(claim ->
                        new Owned(
                                claim.key(),
                                claim.labels(),
                                claim.stopped() ? State.STOPPED : State.READY));
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        Placed placed = required(context, key);
        if (key.part() != Key.Part.MACHINE || placed.claim().stopped()) {
            throw HostFaults.fault(
                    Kind.INVALID,
                    Scope.RESOURCE,
                    "Nothing can be run in " + key + ", which is stopped or no machine.",
                    "Start it first.");
        }
        return placed.host().channel(placed.claim());
    }

    private static void requireOwn(SiteContext context, Key key) {
        if (!key.installation().equals(context.installation())) {
            throw HostFaults.fault(
                    Kind.INVALID,
                    Scope.RESOURCE,
                    key + " belongs to another installation of Floria.",
                    "Only that one can make or release it.");
        }
    }

    @Override
    public void close() {
        hosts.values().forEach(Host::close);
    }
}
