package floria.site.slurm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;
import floria.site.shell.Shell;

/**
 * A cluster under Slurm. A machine is a job whose name is its key: it holds an allocation, and runs
 * in it what it is asked for through the site's folder, which the login host and all nodes share.
 * Volumes are folders there; a network is nothing but its name. The jobs' names and the folder are
 * all that is ever remembered, so that another server finds everything again.
 *
 * <p>A volume that is to be mounted at {@code /data} is found at {@code $FLORIA_MOUNTS/data}.
 */
public final class SlurmSite implements Site {
    private final SlurmSettings settings;
    private final Controller controller;
    private final Shelf shelf;
    private final Ledger ledger;
    private final Reach reach;

    /** How a port of a node is reached from here. */
    @FunctionalInterface
    public interface Reach {
        /** As the nodes themselves reach each other. */
        Reach DIRECT = (host, port) -> new Address(host, port);

        /** Where to connect to. */
        record Address(String host, int port) {}

        Address to(String host, int port);

        /** Ends what was opened for it. */
        default void close() {}
    }

    /**
     * @param shell runs short programs where the site's folder is
     */
    public SlurmSite(SlurmSettings settings, Controller controller, Shell shell, Reach reach) {
        this(settings, controller, shell, reach, Duration.ofSeconds(1));
    }

    /**
     * @param fresh how old what is told of jobs may be
     */
    SlurmSite(
            SlurmSettings settings,
            Controller controller,
            Shell shell,
            Reach reach,
            Duration fresh) {
        this.settings = settings;
        this.controller = controller;
        this.shelf = new Shelf(settings, shell);
        this.ledger = new Ledger(controller, shelf, System::nanoTime, fresh);
        this.reach = reach;
    }

    @Override
    public SiteDescription describe() {
        return new SiteDescription(
                settings.name(),
                "slurm",
                "Slurm, " + controller.title(),
                true,
                settings.country(),
                Requests.images(settings));
    }

    @Override
    public List<Offer> offers(SiteContext context) {
        String space = shelf.call(Scripts.SPACE, "look for room", settings.folder()).strip();
        long disk = space.matches("\\d{1,18}") ? Long.parseLong(space) : 0;
        return new Offers(settings, controller).of(ledger.cluster(), disk);
    }

    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> offers) {
        return controller.limits(settings.account());
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        specs.forEach(spec -> requireOwn(context, spec.key()));
        Ledger.Page page = ledger.newPage();
        List<ResourceSpec> fresh = specs.stream().filter(spec -> missing(page, spec)).toList();
        if (!fresh.isEmpty()) {
            Requests requests = new Requests(settings, ledger.newCluster());
            fresh.forEach(spec -> requests.check(spec, specs, page.kept().keySet()));
            List<Key> made = new ArrayList<>();
            try {
                for (ResourceSpec spec : fresh) {
                    if (!page.kept().containsKey(spec.key())) {
                        made.add(spec.key());
                    }
                    make(spec, requests);
                }
            } catch (RuntimeException e) {
                undo(made);
                throw e;
            }
        }
        Ledger.Page after = fresh.isEmpty() ? page : ledger.newPage();
        return specs.stream().map(spec -> seen(after, spec.key())).toList();
    }

    /** Whether it must be made, or its job handed in again. */
    private boolean missing(Ledger.Page page, ResourceSpec spec) {
        Optional<Shelf.Kept> kept = kept(page, spec.key());
        if (kept.isEmpty()) {
            return true;
        }
        if (!(spec instanceof Machine) || kept.get().stopped()) {
            return false;
        }
        List<Job> going = page.going(spec.key());
        if (going.size() > 1) {
            // Two servers, one of them stale, have handed it in at the same time.
            controller.cancel(going.stream().map(Job::id).sorted().skip(1).toList());
        }
        return page.live(spec.key()).isEmpty()
                && fault(page, spec.key(), kept.get())
                        .map(fault -> fault.kind().retryable())
                        .orElse(true);
    }

    private void make(ResourceSpec spec, Requests requests) {
        Optional<Machine> machine =
                spec instanceof Machine asked ? Optional.of(asked) : Optional.empty();
        shelf.erase(spec.key(), Shelf.JOB, Shelf.AGENT, Shelf.ENDED);
        Optional<Submission> submission =
                machine.map(asked -> requests.submission(asked, shelf.folder(spec.key())));
        shelf.make(spec.key(), JobRecord.of(spec), machine, submission);
        submission.ifPresent(job -> submit(spec.key(), job));
    }

    private void submit(Key key, Submission job) {
        shelf.note(key, Shelf.JOB, Long.toString(controller.submit(job)));
    }

    private void undo(List<Key> made) {
        try {
            Ledger.Page page = ledger.newPage();
            for (Key key : made) {
                controller.cancel(page.live(key).stream().map(Job::id).toList());
                shelf.remove(key);
            }
        } catch (SiteException e) {
            // The first failure says more; what stays carries its key, and is swept as an orphan.
            return;
        } finally {
            ledger.forget();
        }
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        Ledger.Page page = ledger.page();
        Map<Key, Observed> seen = new LinkedHashMap<>();
        for (Key key : keys) {
            boolean own = key.installation().equals(context.installation());
            seen.put(key, own ? seen(page, key) : Observed.absent(key));
        }
        return seen;
    }

    private static Optional<Shelf.Kept> kept(Ledger.Page page, Key key) {
        return Optional.ofNullable(page.kept().get(key));
    }

    private Observed seen(Ledger.Page page, Key key) {
        return kept(page, key)
                .map(kept -> seen(page, key, kept))
                .orElseGet(() -> Observed.absent(key));
    }

    private Observed seen(Ledger.Page page, Key key, Shelf.Kept kept) {
        if (key.part() != Key.Part.MACHINE) {
            Map<String, String> path =
                    key.part() == Key.Part.VOLUME
                            ? Map.of("path", shelf.folder(key) + "/data")
                            : Map.of();
            return new Observed(key, State.READY, path, List.of(), Optional.empty());
        }
        if (kept.stopped()) {
            return new Observed(key, State.STOPPED, Map.of(), List.of(), Optional.empty());
        }
        Optional<Job> job = page.job(key).filter(Job::live);
        if (job.isEmpty()) {
            return fault(page, key, kept)
                    .map(fault -> Observed.failed(key, fault))
                    .orElseGet(() -> Observed.absent(key));
        }
        boolean ready =
                job.get().phase() == Job.Phase.RUNNING
                        && job.get().life().equals(kept.agent().get("life"));
        return ready ? ready(key, kept, job.get()) : pending(key, job.get());
    }

    private Observed pending(Key key, Job job) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("slurm_job", Long.toString(job.id()));
        if (job.phase() == Job.Phase.QUEUED) {
            attributes.put("waits_because", Endings.waiting(job));
            job.start().ifPresent(start -> attributes.put("expected_start", start));
        }
        return new Observed(key, State.PENDING, attributes, List.of(), Optional.empty());
    }

    private Observed ready(Key key, Shelf.Kept kept, Job job) {
        String address = kept.agent().getOrDefault("address", "");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("private_address", address);
        attributes.put("public_address", address);
        attributes.put("workspace", shelf.folder(key) + "/work");
        attributes.put("slurm_job", Long.toString(job.id()));
        attributes.put("nodes", job.nodes());
        job.end().ifPresent(end -> attributes.put("ends_at", end));
        String[] ports = kept.agent().getOrDefault("ports", "").strip().split(" +");
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < kept.record().ports().size() && i < ports.length; i++) {
            int port = Integer.parseInt(ports[i]);
            Reach.Address at = reach.to(address, port);
            endpoints.add(
                    new Endpoint(
                            kept.record().ports().get(i), address, port, at.host(), at.port()));
        }
        return new Observed(key, State.READY, attributes, endpoints, Optional.empty());
    }

    /** Why a machine without a living job has none; empty when none was ever handed in. */
    private Optional<Fault> fault(Ledger.Page page, Key key, Shelf.Kept kept) {
        if (kept.ended().isPresent()) {
            return kept.ended().map(SlurmSite::remembered);
        }
        Optional<String> life = Optional.ofNullable(kept.agent().get("life")).or(kept::job);
        Optional<Job> job = page.job(key).filter(one -> !one.live());
        if (job.isEmpty() && life.isPresent()) {
            job = controller.past(Long.parseLong(life.get().split("\\.")[0]));
        }
        Optional<Fault> fault =
                job.filter(one -> !one.live())
                        .map(one -> Endings.ended(one, shelf.log(key)))
                        .or(() -> life.map(Endings::forgotten));
        // The controller forgets jobs after minutes.
        fault.ifPresent(one -> shelf.note(key, Shelf.ENDED, written(one)));
        return fault;
    }

    private static String written(Fault fault) {
        return fault.kind()
                + "\t"
                + fault.message().replaceAll("\\s+", " ")
                + fault.hint().map(hint -> "\t" + hint).orElse("");
    }

    private static Fault remembered(String line) {
        String[] fields = line.split("\t", 3);
        Kind kind =
                Stream.of(Kind.values())
                        .filter(one -> one.name().equals(fields[0]))
                        .findFirst()
                        .orElse(Kind.INTERNAL);
        return new Fault(
                kind,
                Scope.RESOURCE,
                fields.length > 1 ? fields[1] : line,
                fields.length > 2 ? Optional.of(fields[2]) : Optional.empty());
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        Shelf.Kept now = own(context, to.key());
        return JobRecord.of(to).spec().equals(now.record().spec())
                ? ChangeKind.NONE
                : ChangeKind.REPLACE;
    }

    private Shelf.Kept own(SiteContext context, Key key) {
        return Optional.of(key)
                .filter(one -> one.installation().equals(context.installation()))
                .flatMap(one -> kept(ledger.newPage(), one))
                .orElseThrow(() ->
                        Faults.of(
                                Kind.NOT_FOUND,
                                "Site '" + settings.name() + "' has no " + key + ".",
                                "It was released, or its folder under "
                                        + settings.folder()
                                        + " was removed."));
    }

    @Override
    public void stop(SiteContext context, Key key) {
        own(context, key);
        if (key.part() == Key.Part.MACHINE) {
            // Written first: a server that dies meanwhile leaves no job that only looks ready.
            shelf.note(key, Shelf.STOPPED, "yes");
            controller.cancel(ledger.newPage().live(key).stream().map(Job::id).toList());
            ledger.forget();
        }
    }

    @Override
    public void start(SiteContext context, Key key) {
        Shelf.Kept kept = own(context, key);
        if (key.part() == Key.Part.MACHINE && kept.stopped()) {
            if (ledger.newPage().going(key).isEmpty()) {
                submit(key, shelf.submission(key));
            }
            shelf.erase(key, Shelf.AGENT, Shelf.ENDED, Shelf.STOPPED);
            ledger.forget();
        }
    }

    @Override
    public void release(SiteContext context, Key key) {
        requireOwn(context, key);
        Ledger.Page page = ledger.newPage();
        controller.cancel(page.live(key).stream().map(Job::id).toList());
        if (page.kept().containsKey(key)) {
            shelf.remove(key);
        }
        ledger.forget();
    }

    @Override
    public Stream<Owned> owned(SiteContext context) {
        Ledger.Page page = ledger.newPage();
        Set<Key> keys = new HashSet<>(page.kept().keySet());
        page.jobs().keySet().stream().filter(key -> !page.going(key).isEmpty()).forEach(keys::add);
        return keys.stream()
                .filter(key -> key.installation().equals(context.installation()))
                .sorted()
                .map(key ->
                        new Owned(
                                key,
                                kept(page, key)
                                        .map(kept -> kept.record().labels())
                                        .orElse(new Labels("", "", "")),
                                seen(page, key).state()))
                .collect(Collectors.toList())
                .stream();
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        own(context, key);
        if (key.part() != Key.Part.MACHINE) {
            throw Faults.of(Kind.INVALID, "Nothing can be run in " + key + ".", "Name a machine.");
        }
        return new SpoolChannel(shelf, shelf.folder(key), new LifeOf(key));
    }

    /** The job of a key, as the ledger has it. */
    private final class LifeOf implements SpoolChannel.Life {
        private final Key key;

        LifeOf(Key key) {
            this.key = key;
        }

        @Override
        public boolean live() {
            return job().isPresent();
        }

        private Optional<Job> job() {
            Ledger.Page page = ledger.page();
            return kept(page, key).filter(kept -> !kept.stopped()).isPresent()
                    ? page.job(key).filter(Job::live)
                    : Optional.empty();
        }

        @Override
        public boolean goesOn(String life) {
            boolean requeue =
                    kept(ledger.page(), key).map(kept -> kept.record().requeue()).orElse(false);
            return job().map(job ->
                            job.life().equals(life) || (requeue && life.startsWith(job.id() + ".")))
                    .orElse(false);
        }

        @Override
        public boolean running() {
            return job().map(job -> job.phase() == Job.Phase.RUNNING).orElse(false);
        }

        @Override
        public Optional<Fault> fault() {
            Ledger.Page page = ledger.page();
            return kept(page, key)
                    .filter(kept -> !kept.stopped() && page.live(key).isEmpty())
                    .flatMap(kept -> SlurmSite.this.fault(page, key, kept));
        }
    }

    /** Closes the ways to its ports; what runs there goes on. */
    @Override
    public void close() {
        reach.close();
    }

    private static void requireOwn(SiteContext context, Key key) {
        if (!key.installation().equals(context.installation())) {
            throw Faults.of(
                    Kind.INVALID,
                    key + " belongs to another installation of Floria.",
                    "Only that one can make or release it.");
        }
    }
}
