package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.placement.data.DataDemand;
import floria.placement.data.ReplicaOffer;
import floria.placement.data.Routes.Route;
import floria.placement.experience.Experience.Estimate;
import floria.placement.experience.Experience.Subject;
import floria.placement.solve.Goal;
import floria.placement.solve.Model;
import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.site.Offer;

/** A question as a model of whole numbers, and what its numbers stand for. */
final class Compilation {
    private static final double HOURS_OF_A_MONTH = 730;

    final Question question;
    final Shop shop;
    final Fit fit;
    final Model model;

    /** Why each offer does not do, by demand and offer; 0 where it does. */
    final long[][] against;

    final List<String> dataSets;

    /** How to have each data set at each place, in the order of the modes. */
    final List<List<List<Way>>> ways = new ArrayList<>();

    /** What the capacities are, for people. */
    final List<String> capacities = new ArrayList<>();

    /** The networks that join sites, with numbers after those of the sites. */
    private final Map<String, Integer> networks = new TreeMap<>();

    private final Map<List<Object>, List<Option>> lists = new HashMap<>();
    private final Map<Subject, Estimate> estimates = new HashMap<>();

    /**
     * A replica to read or to copy.
     *
     * @param copied whether a new one is made of it
     */
    record Way(String from, boolean copied) {}

    Compilation(Question question, Fit fit, Shop shop) {
        this.question = question;
        this.fit = fit;
        this.shop = shop;
        Set<String> asking =
                question.demands().stream().map(Demand::node).collect(Collectors.toSet());
        dataSets =
                List.copyOf(
                        new TreeSet<>(
                                question.data().stream()
                                        .filter(read -> asking.contains(read.node()))
                                        .map(DataDemand::dataSet)
                                        .toList()));
        question.candidates()
                .forEach(one -> one.site().networks().forEach(name -> networks.put(name, 0)));
        int next = shop.sites.size();
        for (Map.Entry<String, Integer> network : networks.entrySet()) {
            network.setValue(next++);
        }
        List<Model.Data> data = dataSets.stream().map(this::data).toList();
        List<Long> limits = new ArrayList<>();
        Map<Integer, Integer> stock = stock(limits);
        List<Counted> quotas = quotas(limits);
        against = new long[question.demands().size()][];
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < against.length; n++) {
            nodes.add(node(n, stock, quotas));
        }
        model =
                new Model(
                        nodes,
                        question.bonds().stream().map(this::rule).toList(),
                        limits.stream().mapToLong(Long::longValue).toArray(),
                        data,
                        goal());
    }

    private Goal goal() {
        Preferences wanted = question.preferences();
        return new Goal(
                wanted.order(),
                wanted.order() == Goal.Order.BALANCED
                        ? Money.micro(wanted.hour().doubleValue() / 3600)
                        : 0,
                wanted.budget().map(Money::micro).orElse(Goal.ANY),
                wanted.price().map(Money::micro).orElse(Goal.ANY),
                wanted.deadline().map(Duration::toSeconds).orElse(Goal.ANY));
    }

    double hours() {
        return question.preferences().life().toSeconds() / 3600.0;
    }

    private Model.Data data(String dataSet) {
        List<ReplicaOffer> all =
                question.replicas().stream()
                        .filter(replica -> replica.dataSet().equals(dataSet))
                        .toList();
        List<List<Mode>> modes = new ArrayList<>();
        List<List<Way>> named = new ArrayList<>();
        for (String place : shop.places) {
            List<Mode> here = new ArrayList<>();
            List<Way> names = new ArrayList<>();
            Optional<ReplicaOffer> room =
                    all.stream()
                            .filter(one -> !one.there() && one.place().equals(place))
                            .findFirst();
            for (ReplicaOffer replica : all) {
                if (replica.there()) {
                    Route route = question.routes().between(replica.place(), place);
                    double gigabytes = replica.bytes() / 1e9;
                    long price = Money.micro(route.gigabyte().doubleValue() * gigabytes);
                    long seconds = (long) Math.ceil(route.seconds(replica.bytes()));
                    here.add(new Mode(here.size(), price, 0, seconds));
                    names.add(new Way(replica.place(), false));
                    if (room.isPresent() && !replica.place().equals(place)) {
                        double storage =
                                room.get().storage().doubleValue()
                                        * gigabytes
                                        * hours()
                                        / HOURS_OF_A_MONTH;
                        here.add(new Mode(here.size(), 0, price + Money.micro(storage), seconds));
                        names.add(new Way(replica.place(), true));
                    }
                }
            }
            modes.add(here);
            named.add(names);
        }
        ways.add(named);
        return new Model.Data(modes);
    }

    /** A capacity for each offer of which there may be too few. */
    private Map<Integer, Integer> stock(List<Long> limits) {
        int copies = question.demands().stream().mapToInt(Demand::count).sum();
        Map<Integer, Integer> stock = new HashMap<>();
        for (int s = 0; s < shop.shelves.size(); s++) {
            Offer offer = shop.shelves.get(s).offer();
            if (offer.available().isPresent() && offer.available().getAsInt() < copies) {
                stock.put(s, limits.size());
                limits.add((long) offer.available().getAsInt());
                capacities.add(
                        "only "
                                + offer.available().getAsInt()
                                + " of "
                                + shop.shelves.get(s).candidate().site().name()
                                + "/"
                                + offer.id()
                                + " are free");
            }
        }
        return stock;
    }

    private record Counted(String site, Quota quota, int capacity) {}

    private List<Counted> quotas(List<Long> limits) {
        List<Counted> quotas = new ArrayList<>();
        for (Candidate candidate : question.candidates()) {
            for (Quota quota : candidate.quotas()) {
                quotas.add(new Counted(candidate.site().name(), quota, limits.size()));
                limits.add((long) Math.floor(quota.left() * 1000 + 1e-6));
                capacities.add(candidate.site().name() + ": " + quota.words());
            }
        }
        return quotas;
    }

    private Node node(int n, Map<Integer, Integer> stock, List<Counted> quotas) {
        Demand demand = question.demands().get(n);
        List<DataDemand> reads =
                question.data().stream().filter(read -> read.node().equals(demand.node())).toList();
        Optional<Bond.Linked> linked = linked(demand);
        List<Object> key =
                List.of(
                        demand.kind(),
                        demand.wish(),
                        demand.image(),
                        demand.count(),
                        demand.where(),
                        linked.map(Bond.Linked::networks),
                        reads.stream()
                                .map(read -> List.of(read.dataSet(), read.countries()))
                                .toList());
        List<Option> options =
                lists.computeIfAbsent(
                        key,
                        _ -> {
                            against[n] = against(demand, reads);
                            return options(demand, linked, against[n], stock, quotas);
                        });
        if (against[n] == null) {
            against[n] = against(demand, reads);
        }
        return new Node(
                options,
                reads.stream()
                        .map(read ->
                                new Read(
                                        dataSets.indexOf(read.dataSet()),
                                        Math.max(1, Math.round(read.reads() * demand.count()))))
                        .toList());
    }

    private long[] against(Demand demand, List<DataDemand> reads) {
        long[] masks = new long[shop.shelves.size()];
        for (int s = 0; s < masks.length; s++) {
            Shop.Shelf shelf = shop.shelves.get(s);
            Offer offer = shelf.offer();
            long mask = fit.against(demand, shelf.candidate(), offer);
            if (mask == 0
                    && !reads.isEmpty()
                    && reads.stream().anyMatch(read -> bars(read, shelf))) {
                mask |= Criterion.DATA.mask();
            }
            if (offer.pricePerHour().signum() > 0
                    && !shop.currency.map(offer.currency()::equals).orElse(true)) {
                mask |= Criterion.CURRENCY.mask();
            }
            if (mask == 0
                    && question.barrier()
                            .against(shelf.candidate().site().name(), offer.id(), offer.zone())
                            .isPresent()) {
                mask |= Criterion.BLOCKED.mask();
            }
            masks[s] = mask;
        }
        return masks;
    }

    private boolean bars(DataDemand read, Shop.Shelf shelf) {
        if (ways.get(dataSets.indexOf(read.dataSet())).get(shelf.place()).isEmpty()) {
            return true;
        }
        return !read.countries().isEmpty()
                && Fit.country(shelf.candidate().site(), shelf.offer())
                        .filter(read.countries()::contains)
                        .isEmpty();
    }

    private Optional<Bond.Linked> linked(Demand demand) {
        return question.bonds().stream()
                .filter(bond -> bond.nodes().contains(demand.node()))
                .flatMap(bond -> bond instanceof Bond.Linked one ? Stream.of(one) : Stream.empty())
                .findFirst();
    }

    /**
     * The networks by which a linked node on a site may be reached; the site's own stands for those
     * that are on no other.
     */
    private List<Integer> networks(Optional<Bond.Linked> linked, Shop.Shelf shelf) {
        List<Integer> found =
                linked.map(bond -> bond.of(shelf.candidate().site().networks())).stream()
                        .flatMap(List::stream)
                        .flatMap(name -> Optional.ofNullable(networks.get(name)).stream())
                        .toList();
        return found.isEmpty() ? List.of(shelf.site()) : found;
    }

    private List<Option> options(
            Demand demand,
            Optional<Bond.Linked> linked,
            long[] masks,
            Map<Integer, Integer> stock,
            List<Counted> quotas) {
        List<Option> options = new ArrayList<>();
        for (int s = 0; s < masks.length; s++) {
            if (masks[s] == 0) {
                for (int network : networks(linked, shop.shelves.get(s))) {
                    options.add(option(s, network, demand, stock, quotas));
                }
            }
        }
        return options;
    }

    private Option option(
            int s, int network, Demand demand, Map<Integer, Integer> stock, List<Counted> quotas) {
        Shop.Shelf shelf = shop.shelves.get(s);
        Offer offer = shelf.offer();
        long hour =
                demand.count()
                        * (offer.elastic()
                                ? Money.micro(Fit.pricePerHour(demand, offer))
                                : shelf.hour());
        Estimate estimate = estimate(shelf);
        long ready =
                offer.terms().queue().toSeconds()
                        + Math.round(estimate.ready().toMillis() / 1000.0);
        double again = (1 - estimate.success()) / Math.max(0.01, estimate.success());
        double lost = ready / 3600.0 * (hour + Money.micro(question.preferences().hour()) * 1.0);
        List<Integer> uses = List.of();
        List<Long> amounts = List.of();
        Integer own = stock.get(s);
        if (own != null || !quotas.isEmpty()) {
            uses = new ArrayList<>();
            amounts = new ArrayList<>();
            if (own != null) {
                uses.add(own);
                amounts.add((long) demand.count());
            }
            count(demand, shelf, quotas, uses, amounts);
        }
        return new Option(
                s,
                shelf.site(),
                shelf.place(),
                shelf.zone(),
                network,
                Math.round(hour * hours()),
                hour,
                ready,
                Math.round(again * lost),
                shelf.rank(),
                uses,
                amounts);
    }

    private static void count(
            Demand demand,
            Shop.Shelf shelf,
            List<Counted> quotas,
            List<Integer> uses,
            List<Long> amounts) {
        for (Counted counted : quotas) {
            Quota quota = counted.quota();
            boolean here =
                    counted.site().equals(shelf.candidate().site().name())
                            && (quota.zone().isEmpty()
                                    || quota.zone().equals(shelf.offer().zone()));
            double amount =
                    here ? quota.resource().of(demand.wish(), demand.kind(), shelf.offer()) : 0;
            if (amount > 0) {
                uses.add(counted.capacity());
                amounts.add((long) Math.ceil(amount * demand.count() * 1000 - 1e-6));
            }
        }
    }

    Estimate estimate(Shop.Shelf shelf) {
        return estimates.computeIfAbsent(
                new Subject(shelf.candidate().site().name(), shelf.offer().id()),
                subject -> question.experience().of(subject, question.now()));
    }

    private Model.Rule rule(Bond bond) {
        List<Integer> nodes = new ArrayList<>();
        for (int n = 0; n < question.demands().size(); n++) {
            if (bond.nodes().contains(question.demands().get(n).node())) {
                nodes.add(n);
            }
        }
        return switch (bond) {
            case Bond.Together _, Bond.Linked _ -> new Model.Rule.Together(bond.level(), nodes);
            case Bond.Apart _ -> new Model.Rule.Apart(bond.level(), nodes);
            case Bond.Spread(_, _, _, var least) ->
                    new Model.Rule.Spread(bond.level(), nodes, least);
        };
    }

    /** The price of a demand on one of its options, for an hour, of all copies. */
    static BigDecimal pricePerHour(Demand demand, Offer offer) {
        BigDecimal one = Fit.pricePerHour(demand, offer);
        return demand.count() == 1 ? one : one.multiply(BigDecimal.valueOf(demand.count()));
    }
}
