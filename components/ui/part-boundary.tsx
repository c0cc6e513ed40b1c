"use client";

import { Component, type ReactNode } from "react";

type PartBoundaryProps = { children: ReactNode; onMissing: () => void };

/** Around a part that the page can do without: when it breaks, it is gone, the rest stays, and the browser's console says why. */
export class PartBoundary extends Component<PartBoundaryProps, { isMissing: boolean }> {
  override state = { isMissing: false };

  static getDerivedStateFromError() {
    return { isMissing: true };
  }

  override componentDidCatch() {
    this.props.onMissing();
  }

  override render() {
    return this.state.isMissing ? null : this.props.children;
  }
}
