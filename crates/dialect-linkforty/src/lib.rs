//! The LinkForty dialect, which is also Trackway's main API.
