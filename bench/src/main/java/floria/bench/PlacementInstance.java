package floria.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import floria.placement.solve.Goal;
import floria.placement.solve.Goal.Order;
import floria.placement.solve.Model;
import floria.placement.solve.Model.Data;
import floria.placement.solve.Model.Level;
import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/**
 * A seeded problem: nodes of a few kinds, most of them together, apart or spread by groups, a third
 * of them readers of data, and offers of which some are scarce, on sites with quotas.
 */
final class PlacementInstance {
    private final Random random;
    private final int size;
    private final int offers;
    private final double room;
    private final int sites;
    private final int places;
    private final List<long[]> catalogue = new ArrayList<>();

    /**
     * @param room how often all sites' quotas together hold what is needed
     */
    PlacementInstance(int size, int offers, long seed, double room) {
        this.random = new Random(seed);
        this.room = room;
        this.size = size;
        this.offers = offers;
        sites = Math.max(3, Math.min(100, offers / 20));
        places = Math.max(2, sites / 2);
        for (int o = 0; o < offers; o++) {
            long cpus = 1L << random.nextInt(7);
            long price = Math.round(cpus * 40_000 * (0.7 + random.nextDouble()));
            int site = random.nextInt(sites);
            catalogue.add(
                    new long[] {
                        site,
                        site % places,
                        site * 3L + random.nextInt(3),
                        cpus,
                        price,
                        30 + random.nextInt(10) * 30L,
                        random.nextInt(3) == 0 ? 1 + random.nextInt(1 + size / 10) : -1
                    });
        }
    }

    Model model() {
        int stock = 0;
        List<Long> limits = new ArrayList<>();
        int[] stockOf = new int[offers];
        for (int o = 0; o < offers; o++) {
            stockOf[o] = catalogue.get(o)[6] < 0 ? -1 : stock++;
            if (stockOf[o] >= 0) {
                limits.add(catalogue.get(o)[6]);
            }
        }
        long needed = 0;
        List<List<Option>> kinds = new ArrayList<>();
        List<Long> kindCpus = new ArrayList<>();
        for (int k = 0; k < Math.max(4, size / 5); k++) {
            long cpus = 1L + random.nextInt(48);
            kindCpus.add(cpus);
            kinds.add(options(cpus, stock, stockOf));
        }
        int[] kindOf = new int[size];
        for (int n = 0; n < size; n++) {
            kindOf[n] = random.nextInt(kinds.size());
            needed += kindCpus.get(kindOf[n]);
        }
        for (int s = 0; s < sites; s++) {
            limits.add(Math.max(128, (long) (needed * room) / sites));
        }
        int sets = Math.max(2, size / 20);
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            nodes.add(
                    new Node(
                            kinds.get(kindOf[n]),
                            random.nextInt(3) == 0
                                    ? List.of(new Read(random.nextInt(sets), 1))
                                    : List.of()));
        }
        List<Data> data = new ArrayList<>();
        for (int d = 0; d < sets; d++) {
            data.add(data());
        }
        return new Model(
                nodes,
                rules(),
                limits.stream().mapToLong(Long::longValue).toArray(),
                data,
                Goal.of(Order.BALANCED, 280));
    }

    private List<Option> options(long cpus, int stock, int[] stockOf) {
        List<Option> options = new ArrayList<>();
        for (int o = 0; o < offers; o++) {
            long[] offer = catalogue.get(o);
            if (offer[3] >= cpus) {
                List<Integer> uses = new ArrayList<>();
                List<Long> amounts = new ArrayList<>();
                if (stockOf[o] >= 0) {
                    uses.add(stockOf[o]);
                    amounts.add(1L);
                }
                uses.add(stock + (int) offer[0]);
                amounts.add(offer[3]);
                options.add(
                        new Option(
                                o,
                                (int) offer[0],
                                (int) offer[1],
                                (int) offer[2],
                                (int) offer[0],
                                offer[4] * 24,
                                offer[4],
                                offer[5],
                                offer[4] / 50,
                                offer[3],
                                uses,
                                amounts));
            }
        }
        return options;
    }

    private List<Rule> rules() {
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            order.add(n);
        }
        Collections.shuffle(order, random);
        List<Rule> rules = new ArrayList<>();
        int at = 0;
        while (at + 5 < size / 2) {
            int many = 2 + random.nextInt(4);
            List<Integer> some = order.subList(at, at + many).stream().sorted().toList();
            at += many;
            rules.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new Rule.Apart(Level.ZONE, some);
                        case 1 -> new Rule.Spread(Level.SITE, some, 2);
                        default -> new Rule.Together(Level.SITE, some);
                    });
        }
        return rules;
    }

    private Data data() {
        List<List<Mode>> modes = new ArrayList<>();
        int home = random.nextInt(places);
        int second = random.nextInt(places);
        long gigabytes = 50L + random.nextInt(1000);
        for (int p = 0; p < places; p++) {
            if (p == home || p == second) {
                modes.add(List.of(new Mode(0, 0, 0, 0)));
            } else {
                long egress = gigabytes * (20_000 + random.nextInt(100_000));
                long time = gigabytes * (1 + random.nextInt(4));
                modes.add(
                        List.of(
                                new Mode(0, egress, 0, time),
                                new Mode(1, 0, egress * 3 / 2, time)));
            }
        }
        return new Data(modes);
    }
}
