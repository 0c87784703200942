using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The regions of a control-flow graph that exceptions lead through. The graph of a lambda ends at its root: regions around that are of the
/// graph that the lambda stands in.
/// </summary>
internal static class ExceptionRegions
{
    /// <summary>An exception in the region may have somewhere to go in its function.</summary>
    public static bool IsTried(ControlFlowRegion? region)
    {
        for (; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Try or ControlFlowRegionKind.Filter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The innermost <c>finally</c> around a region.</summary>
    public static ControlFlowRegion? FinallyAround(ControlFlowRegion? region)
    {
        while (region is { Kind: not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Root) })
        {
            region = region.EnclosingRegion;
        }

        return region is { Kind: ControlFlowRegionKind.Finally } ? region : null;
    }

    /// <summary>A filter, or a part of one: its end asks on, as that of a <c>finally</c> does.</summary>
    public static bool IsFilter(ControlFlowRegion? region)
    {
        for (; region is { Kind: not (ControlFlowRegionKind.Root or ControlFlowRegionKind.Finally) }; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Filter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every exception comes to the handler, or to its filter.</summary>
    public static bool CatchesAll(ControlFlowRegion handler)
        => handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
            or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
