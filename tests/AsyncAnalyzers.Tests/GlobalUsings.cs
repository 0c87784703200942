global using AsyncAnalyzers.Tests.Verification;
global using Microsoft.CodeAnalysis;
global using Microsoft.CodeAnalysis.CSharp;
global using Microsoft.CodeAnalysis.Testing;
global using Xunit;
