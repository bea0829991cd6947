package floria.server.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.Writer;

/** Sees every change of state that goes through a store. For many threads. */
final class Witness {
    private final Map<String, Enum<?>> states = new ConcurrentHashMap<>();
    private final Set<String> seen;

    /**
     * @param seen takes what changed, each as {@code machine FROM TO}
     */
    Witness(Set<String> seen) {
        this.seen = seen;
    }

    Store over(Store store) {
        return wrap(
                Store.class,
                store,
                (method, arguments) -> {
                    if (method.getName().equals("write")) {
                        int last = arguments.length - 1;
                        Function<Writer, ?> work = work(arguments[last]);
                        arguments[last] = (Function<Writer, ?>) writer -> work.apply(over(writer));
                    }
                });
    }

    @SuppressWarnings("unchecked") // what Store.write takes
    private static Function<Writer, ?> work(Object argument) {
        return (Function<Writer, ?>) argument;
    }

    private Writer over(Writer writer) {
        return wrap(
                Writer.class,
                writer,
                (method, arguments) -> {
                    switch (method.getName()) {
                        case "insert", "update", "reopen" -> change(arguments[0]);
                        case "plan" -> remember(arguments[1]);
                        default -> {}
                    }
                });
    }

    private void change(Object thing) {
        switch (thing) {
            case Deployment one -> change("deployment", one.id(), one.status());
            case Run one -> change("run", one.id(), one.status());
            case Step one -> change("step", one.run() + one.id(), one.state());
            case Instance one -> change("instance", one.id(), one.state());
            default -> {}
        }
    }

    private void change(String machine, String id, Enum<?> now) {
        Enum<?> before = states.put(machine + id, now);
        if (before != null && before != now) {
            seen.add(machine + " " + before + " " + now);
        }
    }

    private void remember(@Nullable Object result) {
        switch (result) {
            case Collection<?> several -> several.forEach(this::remember);
            case Step one -> states.put("step" + one.run() + one.id(), one.state());
            case Instance one -> states.put("instance" + one.id(), one.state());
            case Deployment one -> states.put("deployment" + one.id(), one.status());
            case Run one -> states.put("run" + one.id(), one.status());
            case null, default -> {}
        }
    }

    private interface Before {
        void call(Method method, Object[] arguments);
    }

    private <T> T wrap(Class<T> type, T target, Before before) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (arguments != null) {
                                before.call(method, arguments);
                            }
                            try {
                                Object result = method.invoke(target, arguments);
                                remember(result);
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
