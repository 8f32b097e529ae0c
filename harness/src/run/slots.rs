//! Places for plays: so many at a time, first come, first served.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A number of places.
#[derive(Debug)]
pub struct Slots {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    free: usize,
    /// Those who wait, in order. Each is woken alone: in a large class hundreds wait.
    queue: VecDeque<Arc<Waiter>>,
}

#[derive(Debug, Default)]
struct Waiter {
    served: Mutex<bool>,
    woken: Condvar,
}

/// One place, held until it is dropped.
#[derive(Debug)]
pub struct Slot<'a> {
    slots: &'a Slots,
}

impl Slots {
    /// So many places, at least one.
    pub fn new(places: usize) -> Self {
        Self { state: Mutex::new(State { free: places.max(1), queue: VecDeque::new() }) }
    }

    /// Waits for a place. Whoever holds one is bounded by the limits of its play, so this ends.
    pub fn take(&self) -> Slot<'_> {
        let mut state = lock(&self.state);
        if state.free > 0 {
            state.free -= 1;
            return Slot { slots: self };
        }
        let waiter = Arc::new(Waiter::default());
        state.queue.push_back(waiter.clone());
        drop(state);
        let mut served = lock(&waiter.served);
        while !*served {
            served = waiter.woken.wait(served).unwrap_or_else(PoisonError::into_inner);
        }
        Slot { slots: self }
    }
}

impl Drop for Slot<'_> {
    /// Hands the place to the first who waits.
    fn drop(&mut self) {
        let mut state = lock(&self.slots.state);
        match state.queue.pop_front() {
            Some(waiter) => {
                *lock(&waiter.served) = true;
                waiter.woken.notify_one();
            }
            None => state.free += 1,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::Slots;

    #[test]
    fn who_comes_first_is_served_first_and_no_place_is_given_twice() {
        let slots = Slots::new(2);
        let held = (slots.take(), slots.take());
        let served = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for number in 0..3 {
                let (slots, served) = (&slots, &served);
                // Each has joined the queue before the next one starts.
                scope.spawn(move || {
                    let _slot = slots.take();
                    served.lock().expect("no panic").push(number);
                });
                while super::lock(&slots.state).queue.len() <= number {
                    std::thread::yield_now();
                }
            }
            assert!(served.lock().expect("no panic").is_empty());
            drop(held.0);
            while served.lock().expect("no panic").len() < 3 {
                std::thread::yield_now();
            }
        });
        assert_eq!(served.into_inner().expect("no panic"), [0, 1, 2]);
    }
}
