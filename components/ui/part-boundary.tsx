"use client";

import { Component, type ReactNode } from "react";

type PartBoundaryProps = { children: ReactNode; onMissing?: () => void };

/** Around a part whose code is fetched on demand. When it cannot be fetched the page goes on without it, and the browser's console says why: nobody falls out of a call because a menu did not come. */
export class PartBoundary extends Component<PartBoundaryProps, { isMissing: boolean }> {
  override state = { isMissing: false };

  static getDerivedStateFromError() {
    return { isMissing: true };
  }

  override componentDidCatch() {
    this.props.onMissing?.();
  }

  override render() {
    return this.state.isMissing ? null : this.props.children;
  }
}
