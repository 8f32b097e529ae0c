//! Works on many things side by side, so many at a time, and hands each result over as it comes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// Works on every item, at most `at_once` at a time, begun in their order. Each result is handed over on this thread with
/// the index of its item; `None` for an item whose work broke off.
pub fn side_by_side<T: Sync, R: Send>(
    items: &[T],
    at_once: usize,
    work: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(usize, Option<R>),
) {
    let next = AtomicUsize::new(0);
    // A result waits in its worker until it is taken, so that no more than `at_once` of them are held.
    let (results, finished) = sync_channel(0);
    std::thread::scope(|scope| {
        for _ in 0..at_once.clamp(1, items.len().max(1)) {
            let (results, next, work) = (results.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let result = catch_unwind(AssertUnwindSafe(|| work(item))).ok();
                    if results.send((index, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(results);
        for (index, result) in finished {
            done(index, result);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::side_by_side;

    #[test]
    fn every_item_is_worked_on_once_and_never_too_many_at_a_time() {
        let items: Vec<usize> = (0..50).collect();
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut results = vec![None; items.len()];
        side_by_side(
            &items,
            4,
            |item| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
                item * 2
            },
            |index, result| results[index] = result,
        );
        assert_eq!(results, items.iter().map(|item| Some(item * 2)).collect::<Vec<_>>());
        assert!((1..=4).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    }

    #[test]
    fn work_that_breaks_off_is_told_and_stops_nothing() {
        let mut results = Vec::new();
        side_by_side(
            &[1, 2, 3],
            1,
            |item| {
                assert_ne!(*item, 2, "this one breaks off on purpose");
                *item
            },
            |index, result| results.push((index, result)),
        );
        assert_eq!(results, [(0, Some(1)), (1, None), (2, Some(3))]);
        side_by_side(&[0; 0], 3, |item| *item, |_, _| panic!("nothing was to be done"));
    }
}
