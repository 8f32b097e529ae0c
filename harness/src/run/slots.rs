//! Places for plays: so many at a time, first come, first served.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A number of places.
#[derive(Debug)]
pub struct Slots {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug)]
struct State {
    free: usize,
    /// Tickets of those who wait, in order.
    queue: VecDeque<u64>,
    next_ticket: u64,
}

/// One place, held until it is dropped.
#[derive(Debug)]
pub struct Slot<'a> {
    slots: &'a Slots,
}

impl Slots {
    /// So many places, at least one.
    pub fn new(places: usize) -> Self {
        let state = State { free: places.max(1), queue: VecDeque::new(), next_ticket: 0 };
        Self { state: Mutex::new(state), freed: Condvar::new() }
    }

    /// Waits for a place. Whoever holds one is bounded by the limits of its play, so this ends.
    pub fn take(&self) -> Slot<'_> {
        let mut state = self.state();
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.queue.push_back(ticket);
        while state.free == 0 || state.queue.front() != Some(&ticket) {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.queue.pop_front();
        state.free -= 1;
        // The next in the queue may go as well if there is another place.
        self.freed.notify_all();
        Slot { slots: self }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.slots.state().free += 1;
        self.slots.freed.notify_all();
    }
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
                while slots.state().queue.len() <= number {
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
