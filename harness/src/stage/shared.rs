//! The world as branches share it. Whoever holds it must let it go before he asks for it again.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::world::World;

thread_local! {
    /// Whether this thread holds the world. A second hold in one expression would wait for itself for ever.
    static HOLDS: Cell<bool> = const { Cell::new(false) };
}

/// One world for all branches of a check.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<World>>);

/// The world, held by one branch: for looking and acting, never while waiting.
pub struct Held<'a>(MutexGuard<'a, World>);

impl Shared {
    /// Shares a world.
    pub fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// Holds the world as soon as no other branch does.
    pub fn hold(&self) -> Held<'_> {
        debug_assert!(!HOLDS.get(), "this thread holds the world already");
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        HOLDS.set(true);
        Held(guard)
    }

    /// Takes the world out once every branch is over.
    pub fn into_inner(self) -> Option<World> {
        Arc::into_inner(self.0).map(|world| world.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        HOLDS.set(false);
    }
}

impl Deref for Held<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.0
    }
}
