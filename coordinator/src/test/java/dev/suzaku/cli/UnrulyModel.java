package dev.suzaku.cli;

import dev.suzaku.checkers.specification.Call;
import dev.suzaku.checkers.specification.Specification;
import java.util.Optional;

/** A register that prints, and ends the process when 666 is written. */
public final class UnrulyModel implements Specification<String> {
    static {
        System.out.println("the model is loaded");
    }

    @Override
    public String initial() {
        return "nothing";
    }

    @Override
    public Optional<String> step(String state, Call call) {
        System.out.println("the model takes " + call);
        if (call.argument().toString().equals("666")) {
            System.exit(0);
        }
        if (call.function().equals("write")) {
            return Optional.of(call.argument().toString());
        }
        boolean fits = call.answer().isEmpty() || call.answer().get().toString().equals(state);
        return fits ? Optional.of(state) : Optional.empty();
    }
}
