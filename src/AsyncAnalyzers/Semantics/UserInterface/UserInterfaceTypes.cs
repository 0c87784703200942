using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Types of the user interface frameworks whose code runs under a SynchronizationContext of theirs, told by their namespaces.
/// </summary>
internal static class UserInterfaceTypes
{
    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> SeenBy = new();

    /// <summary>
    /// WPF and Windows Forms, WinUI, UWP, MAUI, Xamarin, Avalonia, Eto, Blazor; Unity and Godot, which log what a script throws.
    /// </summary>
    private static readonly string[] Namespaces =
    {
        "System.Windows.", "Microsoft.UI.", "Windows.UI.", "Microsoft.Maui.", "Xamarin.Forms.", "Android.App.", "Android.Views.",
            "Android.Widget.", "AndroidX.", "UIKit.", "AppKit.", "Avalonia.", "Eto.Forms.", "UnityEngine.", "Godot.",
        "Microsoft.AspNetCore.Components.",
    };

    /// <summary>
    /// The framework declares the type itself. <c>ICommand</c>, which all have in common and every program can see, does not count.
    /// </summary>
    public static bool Declares(ITypeSymbol? type)
        => type is { ContainingNamespace: { IsGlobalNamespace: false } space } && type.Name != "ICommand" && space.IsWithin(Namespaces);

    /// <summary>The type, or one that it derives from, is of such a framework: a form, a page, a component.</summary>
    public static bool IsOrDerivesFrom(ITypeSymbol? type) => type.SelfAndBases().Any(Declares);

    /// <summary>
    /// A base type that does not bind has it paint itself, or take keys and the mouse: <c>override void OnPaint(PaintEventArgs e)</c>.
    /// </summary>
    public static bool IsPainted(INamedTypeSymbol type)
        => type.SelfAndBases().Any(static one => one.TypeKind == TypeKind.Error)
            && type.GetMembers().Any(static member => member is IMethodSymbol { IsOverride: true, Parameters.Length: 1 } method
                && method.Parameters[0].Type.Name is "PaintEventArgs" or "LayoutEventArgs" or "MouseEventArgs" or "KeyEventArgs"
                    or "KeyPressEventArgs" or "DrawingContext");

    /// <summary>
    /// A type of the framework at large that is none of a user interface's, and raises its events on the thread pool or wherever it is.
    /// </summary>
    public static bool IsBackground(ITypeSymbol? type)
        => type is { ContainingNamespace: { } space, SpecialType: SpecialType.None } && type.Name != "EventArgs" && !IsOrDerivesFrom(type)
            && (space.ToDisplayString() + ".") is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal))
            // Change notifications come on the thread that makes the change; a BackgroundWorker reports to the context that it was started
            // on.
            && !name.StartsWith("System.ComponentModel.", StringComparison.Ordinal)
            && !name.StartsWith("System.Collections.", StringComparison.Ordinal);

    /// <summary>The compilation sees one of the frameworks.</summary>
    public static bool AreSeenBy(Compilation compilation)
        => SeenBy.GetValue(compilation, static one => new StrongBox<bool>(Find(one))).Value;

    private static bool Find(Compilation compilation)
        => compilation.Sees("System", "Windows", "Controls") || compilation.Sees("System", "Windows", "Forms")
            || compilation.Sees("Microsoft", "UI", "Xaml") || compilation.Sees("Windows", "UI", "Xaml")
            || compilation.Sees("Microsoft", "Maui", "Controls") || compilation.Sees("Xamarin", "Forms")
            || compilation.Sees("Avalonia", "Controls");

    private static bool Sees(this Compilation compilation, params string[] path)
    {
        INamespaceSymbol? current = compilation.GlobalNamespace;
        foreach (string part in path)
        {
            current = current?.GetMembers(part).OfType<INamespaceSymbol>().FirstOrDefault();
        }

        return current is not null;
    }
}
