package floria.server.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Scope;
import floria.site.Key;
import floria.site.simulated.World;

/**
 * What a run leaves behind, without anything that differs between two runs.
 *
 * @param created how often each kind of thing was made
 * @param present how many things there are
 * @param events how often each thing was told
 */
record Outcome(
        String status,
        Map<String, Instance.State> nodes,
        Map<Key.Part, Integer> created,
        int present,
        Map<String, Long> events) {

    /** Of a process that has lost its power. */
    static Outcome dead() {
        return new Outcome("dead", Map.of(), Map.of(), 0, Map.of());
    }

    static Outcome of(Bench bench, World world, Deployment deployment) {
        Map<String, Instance.State> nodes = new TreeMap<>();
        bench.store
                .instances(Scope.LOCAL, deployment.id())
                .forEach(instance -> nodes.put(instance.label(), instance.state()));
        Map<Key.Part, Integer> created =
                world.creations().entrySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        entry -> entry.getKey().part(),
                                        Collectors.summingInt(Map.Entry::getValue)));
        List<Event> events =
                bench.store.events(Scope.LOCAL, Optional.of(deployment.id()), 0, 1_000);
        Map<String, Long> told =
                events.stream()
                        .collect(
                                Collectors.groupingBy(
                                        event ->
                                                event.type()
                                                        + " "
                                                        + event.data().getOrDefault("step", "")
                                                        + " "
                                                        + event.data().getOrDefault("state", ""),
                                        TreeMap::new,
                                        Collectors.counting()));
        return new Outcome(
                deployment.status().name(), nodes, created, world.resources().size(), told);
    }
}
