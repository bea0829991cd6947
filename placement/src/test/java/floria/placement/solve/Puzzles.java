package floria.placement.solve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import floria.placement.solve.Goal.Order;
import floria.placement.solve.Model.Data;
import floria.placement.solve.Model.Level;
import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/** Small random models with everything in them. */
final class Puzzles {
    private final Random random;
    private final int sites;
    private final int places;

    Puzzles(long seed) {
        random = new Random(seed);
        sites = 1 + random.nextInt(4);
        places = 1 + random.nextInt(3);
    }

    Model next() {
        int size = 1 + random.nextInt(6);
        int most = size <= 3 ? 40 : size == 4 ? 16 : 8;
        int data = random.nextInt(3);
        int capacities = random.nextInt(3);
        List<List<Option>> lists = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lists.add(options(1 + random.nextInt(most), capacities));
        }
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            List<Read> reads = new ArrayList<>();
            for (int d = 0; d < data; d++) {
                if (random.nextInt(3) == 0) {
                    reads.add(new Read(d, 1 + random.nextInt(3)));
                }
            }
            nodes.add(new Node(lists.get(random.nextInt(3)), reads));
        }
        List<Rule> rules = new ArrayList<>();
        for (int r = random.nextInt(4); r > 0 && size > 1; r--) {
            rules.add(rule(size));
        }
        long[] limits = new long[capacities];
        for (int c = 0; c < capacities; c++) {
            limits[c] = random.nextInt(4 * size);
        }
        List<Data> sets = new ArrayList<>();
        for (int d = 0; d < data; d++) {
            sets.add(data());
        }
        return new Model(nodes, rules, limits, sets, goal(size));
    }

    private List<Option> options(int count, int capacities) {
        List<Option> options = new ArrayList<>();
        for (int o = 0; o < count; o++) {
            int site = random.nextInt(sites);
            List<Integer> uses = new ArrayList<>();
            List<Long> amounts = new ArrayList<>();
            for (int c = 0; c < capacities; c++) {
                if (random.nextBoolean()) {
                    uses.add(c);
                    amounts.add(1L + random.nextInt(4));
                }
            }
            options.add(
                    new Option(
                            o,
                            site,
                            (site + random.nextInt(2)) % places,
                            site * 2 + random.nextInt(2),
                            random.nextInt(sites),
                            random.nextInt(30) * 10L,
                            random.nextInt(20),
                            random.nextInt(12) * 5L,
                            random.nextInt(4) == 0 ? random.nextInt(50) : 0,
                            random.nextInt(5),
                            uses,
                            amounts));
        }
        return options;
    }

    private Rule rule(int size) {
        List<Integer> all = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            all.add(n);
        }
        Collections.shuffle(all, random);
        List<Integer> some =
                all.subList(0, 2 + random.nextInt(size - 1)).stream().sorted().toList();
        Level level = List.of(Level.values()).get(random.nextInt(4));
        return switch (random.nextInt(3)) {
            case 0 -> new Rule.Together(level, some);
            case 1 -> new Rule.Apart(level, some);
            default -> new Rule.Spread(level, some, 2);
        };
    }

    private Data data() {
        List<List<Mode>> modes = new ArrayList<>();
        for (int p = 0; p < places; p++) {
            List<Mode> here = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                here.add(new Mode(0, 0, 0, 0));
            } else {
                for (int m = 1 + random.nextInt(2); m > 0; m--) {
                    here.add(new Mode(m, random.nextInt(200), 0, random.nextInt(40)));
                }
                here.add(new Mode(9, 0, random.nextInt(400), random.nextInt(60)));
            }
            modes.add(here);
        }
        return new Data(modes);
    }

    private Goal goal(int size) {
        return new Goal(
                List.of(Order.values()).get(random.nextInt(3)),
                random.nextInt(3) * 3L,
                random.nextInt(4) == 0 ? 120L * size : Goal.ANY,
                random.nextInt(4) == 0 ? 9L * size : Goal.ANY,
                random.nextInt(4) == 0 ? 40 : Goal.ANY);
    }
}
